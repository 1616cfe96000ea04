-- who took whose place, directly or over several steps. one whose figures were in the other's already hands nothing over.
create view core.succession as
with recursive line as (
    select
        o.code as organisation,
        s.heir,
        o.valid_to as ended,
        1 as steps
    from core.organisation as o
    cross join lateral unnest(o.successor) as s (heir)
    where o.valid_to is not null and o.counted_in is distinct from s.heir
    union
    select
        line.organisation,
        s.heir,
        line.ended,
        line.steps + 1 as steps
    from line
    inner join core.organisation as o on line.heir = o.code
    cross join lateral unnest(o.successor) as s (heir)
    where o.valid_to is not null and o.counted_in is distinct from s.heir and line.steps < 10
)

select
    line.organisation,
    line.heir,
    line.ended,
    bool_or(line.steps = 1) as is_direct
from line
group by line.organisation, line.heir, line.ended;
comment on view core.succession is 'each organisation that ended with those that took its place, and with those that took theirs';

-- before its first day it had nothing, so that nothing of then is lacking
create view core.opened_organisation as
select
    o.code as organisation,
    o.valid_from
from core.organisation as o
where
    o.valid_from is not null
    and not exists (
        select 1
        from core.succession as s
        where s.heir = o.code
    );
comment on view core.opened_organisation is 'organisations that came into being as nobody''s heir';

-- organisations tied by successions between two days are one estate: what it had before is compared with what it has now, as a
-- whole. with one heir the whole is the heir's; with several (a split without a share table) no heir's own, and it counts where
-- all of them do. who is in none of these rows is its own estate. the spans end with the period, `due` begins there:
-- flow: since just before the period, for differences and sums over time; year: since the same period of the year before, for
-- growth; plan: since 1 January, for the plan; before: since the period before, for the share of it; due: until 31 December, for
-- who owes it.
create function core.estate(periods text[])
returns table (
    period text,
    span text,
    -- named after the one organisation that was all of it before, else after the first of its members
    estate text,
    organisation text,
    -- valid on the last day of the span; how many of the estate are, 0 if a part of it was left to nobody
    is_heir boolean,
    heirs integer,
    -- of a kind with an heir: its figures are part of the whole, so that without them the whole is not known
    is_kin boolean,
    -- there since before the span
    is_source boolean,
    valid_from date,
    valid_to date
)
language sql
stable
as $$
with recursive span as (
    select
        p.period,
        s.name as span,
        case s.name
            when 'year' then b.last_day
            when 'due' then p.last_day
            when 'before' then make_date(p.year, p.first_month, 1) - 1
            when 'flow' then make_date(p.year, p.first_month, 1) - (p.first_month > 1)::integer
            else make_date(p.year, 1, 1)
        end as since,
        case s.name when 'due' then make_date(p.year, 12, 31) else p.last_day end as until
    from core.period as p
    inner join core.period as b on p.year_before = b.period
    cross join (values ('flow'), ('year'), ('plan'), ('before'), ('due')) as s (name)
    where p.period = any(periods)
),

tie as (
    select
        s.period,
        s.span,
        x.organisation as one,
        x.heir as other
    from span as s
    inner join core.succession as x on s.since <= x.ended and s.until > x.ended
    where x.is_direct
),

both_ways as (
    select tie.*
    from tie
    union
    select
        tie.period,
        tie.span,
        tie.other as one,
        tie.one as other
    from tie
),

reached as (
    select b.*
    from both_ways as b
    union
    select
        r.period,
        r.span,
        r.one,
        b.other
    from reached as r
    inner join both_ways as b on r.period = b.period and r.span = b.span and r.other = b.one
),

member as (
    select
        r.period,
        r.span,
        min(r.other) as estate,
        r.one as organisation
    from reached as r
    group by r.period, r.span, r.one
),

described as (
    select
        m.*,
        o.kind,
        o.valid_from,
        o.valid_to,
        -- ended and left to nobody: what became of that part of the whole nobody can tell
        coalesce(o.valid_to, 'infinity') < s.until and cardinality(o.successor) = 0 as is_lost,
        coalesce(o.valid_from, '-infinity') <= s.until and coalesce(o.valid_to, 'infinity') >= s.until as is_heir,
        coalesce(o.valid_from, '-infinity') <= s.since as is_source
    from member as m
    inner join span as s on m.period = s.period and m.span = s.span
    inner join core.organisation as o on m.organisation = o.code
)

select
    d.period,
    d.span,
    case
        when
            count(*) filter (where not d.is_heir) over same_estate = 1
            and not bool_or(d.is_heir and d.is_source) over same_estate
            then min(d.organisation) filter (where not d.is_heir) over same_estate
        else '+' || d.estate
    end as estate,
    d.organisation,
    d.is_heir,
    case
        when bool_or(d.is_lost) over same_estate then 0
        else count(*) filter (where d.is_heir) over same_estate
    end::integer as heirs,
    d.kind = any(array_agg(d.kind) filter (where d.is_heir) over same_estate) as is_kin,
    d.is_source,
    coalesce(d.valid_from, '-infinity') as valid_from,
    coalesce(d.valid_to, 'infinity') as valid_to
from described as d
window same_estate as (partition by d.period, d.span, d.estate)
$$;
comment on function core.estate(text[]) is 'organisations that successions tie to others, by period and span of time, with their estate';
