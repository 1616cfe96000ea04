-- who owes anything, by kind and code
select
    o.code,
    o.name,
    o.kind
from core.organisation as o
where
    exists (
        select 1
        from core.obligation as b
        where b.organisation = o.code
    )
order by
    case o.kind when 'county' then 1 when 'town' then 2 when 'park' then 3 when 'bureau' then 4 when 'village' then 5 else 6 end,
    o.code;
