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
