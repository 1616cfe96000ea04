-- what readers may see, said here and nowhere else (decisions 0030, 0033, 0077). a view over single values asks, in this order,
-- core.is_staff(current_user) or (core.is_open(release) and not exists (a withheld cell)).
create function core.is_staff(asking name)
returns boolean
language sql
stable
parallel safe
return pg_has_role(asking, 'huizong_loader', 'usage');
comment on function core.is_staff(name) is 'whether the role is of the county''s own, which sees all';

create function core.is_open(release text)
returns boolean
language sql
immutable
parallel safe
return release is distinct from 'restricted';
comment on function core.is_open(text) is 'whether an indicator of this release may be shown to readers; one that no catalogue knows may';

-- as it is published now
create view core.withheld_now as
select
    r.period,
    r.organisation,
    r.indicator
from core.rollup as r
where r.suppressed;
comment on view core.withheld_now is 'cells of too few units, and those that would give one away, as they are published';

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
    w.period,
    w.organisation,
    w.indicator
from core.withheld_now as w;
comment on view core.withheld_cell is 'the same in any publication: readers see no version of them';
