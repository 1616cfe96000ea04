-- rollups are up to date, files are not: nothing has come in since they were left for later
select d.revision
from meta.dirty_period as d
where d.period = %(period)s and d.rolled_up = d.revision;
