-- the names of organisations that are listed; for one that lists none `organisation_names` is asked
create function core.listed_names(codes text[])
returns text[]
language sql
stable
as $$
select array(
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
$$;
comment on function core.listed_names(text[]) is 'the names of organisations in the order of their codes; a code that has none stands for itself';

-- one expression without a query in it, which the planner puts where it is used: most rows list nobody, and cost no call
create function core.organisation_names(codes text[])
returns text[]
language sql
stable
as $$
select case when codes = '{}' then '{}' else core.listed_names(codes) end
$$;
comment on function core.organisation_names(text[]) is 'the names of organisations in the order of their codes, an empty list of none';
