-- changed rollups of a period as the archive has them, where `history_changes` would put them
drop table if exists pg_temp.changed_rollup;

create temporary table changed_rollup on commit drop as
select
    %(period)s::text as period,
    c.organisation,
    c.indicator,
    c.basis,
    c.method,
    nullif(c.content, 'null'::jsonb) as content
from jsonb_to_recordset(%(lines)s::jsonb) as c (organisation text, indicator text, basis text, method text, content jsonb);
