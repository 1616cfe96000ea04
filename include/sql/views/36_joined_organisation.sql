-- who is one organisation by now: of a period's organisations those that ended since and their heirs. what was left to several
-- is divided by the county's shares (core.share); where there are none, all that any of these heirs took over stays as it was.
create function core.joined_organisation(periods text[])
returns table (
    period text,
    heir text,
    organisation text,
    is_divided boolean
)
language sql
stable
as $$
with last_heir as (
    select
        s.organisation,
        s.heir
    from core.succession as s
    inner join core.organisation as o on s.heir = o.code and o.valid_to is null
),

shared as (
    select distinct s.organisation
    from core.share as s
),

present as (
    select
        p.period,
        o.code as organisation,
        coalesce(h.heir, o.code) as heir,
        count(h.heir) over (partition by p.period, o.code) > 1 as is_divided,
        d.organisation is not null as has_shares
    from core.period as p
    inner join core.organisation as o
        on coalesce(o.valid_from, '-infinity') <= p.last_day and coalesce(o.valid_to, 'infinity') >= p.last_day
    left join last_heir as h on o.code = h.organisation
    left join shared as d on o.code = d.organisation
    where p.period = any(periods)
),

whole as (
    select
        t.period,
        t.heir,
        bool_and(t.has_shares or not t.is_divided) as can_be_told,
        array_agg(t.organisation order by t.organisation) as members
    from present as t
    group by t.period, t.heir
)

select
    t.period,
    t.heir,
    t.organisation,
    t.is_divided
from whole as w
inner join present as t on w.period = t.period and w.heir = t.heir
where w.can_be_told and w.members <> array[w.heir]
$$;
comment on function core.joined_organisation(text[]) is
'organisations that are one in the end, by period: heir is what they are called by then, also where it is one of them; what is divided is so by core.share';
