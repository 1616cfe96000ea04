-- a single expression, so that it costs no call where it is used
create function core.organisation_names(codes text[])
returns text[]
language sql
stable
as $$
select case
    when cardinality(codes) = 0 then '{}'
    else
        array(
            select
                coalesce(
                    (
                        select o.name
                        from core.organisation as o
                        where o.code = listed.code
                    ),
                    listed.code
                )
            from unnest(codes) with ordinality as listed (code, position)
            order by listed.position
        )
end
$$;
comment on function core.organisation_names(text[]) is 'the names of organisations in the order of their codes; a code that has none stands for itself';
