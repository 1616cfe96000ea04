-- the organisations of these codes in the order of a matrix
select
    r.code,
    coalesce(o.name, r.code) as name,
    coalesce(o.kind, '') as kind
from unnest(%(codes)s::text[]) as r (code)
left join core.organisation as o on r.code = o.code
order by
    case o.kind when 'county' then 1 when 'town' then 2 when 'park' then 3 when 'bureau' then 4 when 'village' then 5 else 6 end,
    r.code;
