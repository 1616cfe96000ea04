-- every organisation with everything above it
create view core.organisation_line as
with recursive line as (
    select
        o.code as organisation,
        o.parent as ancestor,
        1 as distance
    from core.organisation as o
    where o.parent is not null
    union all
    select
        line.organisation,
        o.parent as ancestor,
        line.distance + 1 as distance
    from line
    inner join core.organisation as o on line.ancestor = o.code
    where o.parent is not null and line.distance < 10
)

select
    line.organisation,
    line.ancestor,
    line.distance
from line;
comment on view core.organisation_line is 'each organisation with all above it; distance 1 is its parent';
