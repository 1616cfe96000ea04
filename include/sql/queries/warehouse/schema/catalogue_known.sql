-- what the catalogue in force says of the codes that figures may lie under: table of the catalogue, code, and what must not change
select
    'indicator' as kind,
    i.code,
    jsonb_build_object('kind', i.kind, 'unit', i.unit, 'aggregation', i.aggregation) as fixed
from core.indicator as i
union all
select
    'organisation' as kind,
    o.code,
    jsonb_build_object('kind', o.kind) as fixed
from core.organisation as o
union all
select
    'form' as kind,
    f.code,
    '{}'::jsonb as fixed
from core.form as f
group by f.code
order by kind, code;
