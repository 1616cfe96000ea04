select
    o.code,
    o.name
from core.organisation as o
where o.code = any(%(codes)s)
union all
select
    i.code,
    i.name
from core.indicator as i
where i.code = any(%(codes)s);
