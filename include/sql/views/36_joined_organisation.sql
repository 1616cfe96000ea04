-- who is one organisation by now: of a period's organisations those that ended since and their one heir. where one of them left
-- something to several there is no share by which to divide it: then all that any of these heirs took over stays as it was.
create view core.joined_organisation as
with last_heir as (
    select
        s.organisation,
        s.heir
    from core.succession as s
    inner join core.organisation as o on s.heir = o.code and o.valid_to is null
),

present as (
    select
        p.period,
        o.code as organisation,
        coalesce(h.heir, o.code) as heir,
        count(h.heir) over (partition by p.period, o.code) as heirs
    from core.period as p
    inner join core.organisation as o
        on coalesce(o.valid_from, '-infinity') <= p.last_day and coalesce(o.valid_to, 'infinity') >= p.last_day
    left join last_heir as h on o.code = h.organisation
),

whole as (
    select
        t.period,
        t.heir,
        max(t.heirs) as most,
        array_agg(t.organisation order by t.organisation) as members
    from present as t
    group by t.period, t.heir
)

select
    w.period,
    w.heir,
    m.organisation
from whole as w
cross join lateral unnest(w.members) as m (organisation)
where w.most = 1 and w.members <> array[w.heir];
comment on view core.joined_organisation is
'organisations that are one in the end, by period: heir is what they are called by then, also where it is one of them';
