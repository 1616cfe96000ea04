-- of what was ever withheld no version is shown: the total of one publication and the parts of another would give it away
create view core.withheld_cell as
select
    v.period,
    v.organisation,
    v.indicator
from core.rollup_version as v
where (v.content ->> 'suppressed')::boolean
union
select
    r.period,
    r.organisation,
    r.indicator
from core.rollup as r
where r.suppressed;
comment on view core.withheld_cell is 'cells of too few units, and those beside them, in any publication: readers see no version of them';

-- what a column holds that was added to core.rollup after a row was published
create function core.rollup_default()
returns jsonb
language plpgsql
stable
as $$
declare
    found jsonb;
begin
    execute (
        select 'select jsonb_build_object(' || string_agg(format('%L, %s', a.attname, pg_get_expr(d.adbin, d.adrelid)), ', ') || ')'
        from pg_attrdef as d
        inner join pg_attribute as a on d.adrelid = a.attrelid and d.adnum = a.attnum
        where d.adrelid = 'core.rollup'::regclass
    ) into found;
    return found;
end
$$;
comment on function core.rollup_default() is 'the columns of core.rollup that have a default, with it';
