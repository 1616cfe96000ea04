select
    period,
    revision
from meta.dirty_period
order by period;
