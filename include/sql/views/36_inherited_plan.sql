-- a year's plan at its periods, by the version that is valid at the end of each, for those who are to reach it: what several
-- organisations were to reach, their heir is to reach. a plan given to an heir after its predecessor had ended, and after the
-- predecessor's own, speaks of both already.
create function core.inherited_plan(periods text[], indicators text[] default null)
returns table (
    period text,
    organisation text,
    indicator text,
    value numeric,
    adds_to_parent boolean,
    -- of several heirs together: the whole stands at the first, 0 at the others
    estate text,
    heirs integer
)
language sql
stable
rows 5000
set enable_nestloop = off
set jit = off
as $$
with target as materialized (
    select p.*
    from core.period as p
    where p.period = any(periods)
),

version as (
    select distinct on (t.period, v.organisation, v.indicator, v.reporter, v.form)
        t.period,
        t.year,
        v.organisation,
        v.indicator,
        v.reporter,
        v.form,
        v.value,
        v.given_on,
        v.given_at
    from target as t
    inner join core.plan_version as v on t.year = v.period_year and t.year::text = v.period
    where
        (v.version = 0 or v.valid_from <= t.last_day)
        and v.period_year between (select min(y.year) from target as y) and (select max(y.year) from target as y)
        and (indicators is null or v.indicator = any(indicators))
    order by t.period asc, v.organisation asc, v.indicator asc, v.reporter asc, v.form asc, v.version desc
),

given as materialized (
    select
        v.period,
        v.organisation,
        v.indicator,
        v.value,
        v.given_on,
        v.given_at,
        c.adds_to_parent
    from version as v
    inner join core.source_figure as c
        on
            v.year = c.period_year
            and v.year::text = c.period
            and v.organisation = c.organisation
            and v.indicator = c.indicator
            and v.reporter = c.reporter
            and v.form = c.form
    where
        c.basis = 'plan'
        and c.turn = 1
        and c.status = 'reported'
        and c.period_year between (select min(y.year) from target as y) and (select max(y.year) from target as y)
        and c.period = any(array(select y.year::text from target as y))
        and (indicators is null or c.indicator = any(indicators))
),

member as materialized (
    select e.*
    from core.estate(periods) as e
    where e.span = 'plan'
),

-- every member of an estate beside every indicator that any of them has a plan of. the first plan of one that came into being
-- by a succession is a new version too: until its day what its predecessors were to reach holds. within the month of theirs it
-- corrects them, as everywhere.
asked as (
    select
        m.*,
        i.indicator,
        case when not l.is_late then g.value end as value,
        case when not l.is_late then g.given_on end as given_on,
        case when not l.is_late then g.given_at end as given_at,
        g.adds_to_parent
    from member as m
    inner join target as t on m.period = t.period
    inner join (
        select
            e.period,
            e.estate,
            own.indicator,
            max(own.given_on) filter (where not e.is_heir) as before_on
        from member as e
        inner join given as own on e.period = own.period and e.organisation = own.organisation
        group by e.period, e.estate, own.indicator
    ) as i on m.period = i.period and m.estate = i.estate
    left join given as g on m.period = g.period and m.organisation = g.organisation and i.indicator = g.indicator
    cross join lateral (
        select
            coalesce(
                date_trunc('month', g.given_on) > date_trunc('month', i.before_on)
                and not m.is_source
                and g.given_on > t.last_day
                and g.given_on <= make_date(t.year, 12, 31),
                false
            ) as is_late
    ) as l
),

-- which plans speak of a predecessor already
spoken_for as (
    select
        a.period,
        a.estate,
        a.indicator,
        a.organisation,
        x.heir,
        -- of files of one day the later one is meant; in one file both stand beside each other, and add up
        coalesce(later.given_on > a.valid_to and (a.given_at is null or later.given_at > a.given_at), false) as is_covered
    from asked as a
    inner join core.succession as x on a.organisation = x.organisation
    inner join asked as later
        on a.period = later.period and a.estate = later.estate and a.indicator = later.indicator and x.heir = later.organisation
    where not a.is_heir
),

settled as (
    select
        a.*,
        coalesce(
            (
                select bool_or(s.is_covered)
                from spoken_for as s
                where
                    s.period = a.period
                    and s.estate = a.estate
                    and s.indicator = a.indicator
                    and s.organisation = a.organisation
            ),
            false
        ) as is_covered,
        -- an heir's plan that speaks of all that it took over
        a.is_heir
        and coalesce(
            (
                select bool_and(s.is_covered)
                from spoken_for as s
                where s.period = a.period and s.estate = a.estate and s.indicator = a.indicator and s.heir = a.organisation
            ),
            false
        ) as is_renewed
    from asked as a
),

whole as (
    select
        s.period,
        s.estate,
        s.indicator,
        sum(s.value) filter (where not s.is_covered) as value,
        bool_and(s.adds_to_parent) as adds_to_parent,
        coalesce(bool_or(s.value is null and s.is_source and s.is_kin and not s.is_covered), false) as is_lacking,
        bool_or(s.is_renewed) as is_divided
    from settled as s
    group by s.period, s.estate, s.indicator
)

select
    g.period,
    g.organisation,
    g.indicator,
    g.value,
    g.adds_to_parent,
    null as estate,
    1 as heirs
from given as g
where
    not exists (
        select 1
        from member as m
        where m.period = g.period and m.organisation = g.organisation
    )
union all
select
    m.period,
    m.organisation,
    w.indicator,
    case
        when m.heirs = 1 then w.value
        when w.is_divided then s.value
        when m.organisation = min(m.organisation) over (partition by m.period, m.estate, w.indicator) then w.value
        else 0
    end as value,
    w.adds_to_parent,
    case when m.heirs > 1 and not w.is_divided then m.estate end as estate,
    case when w.is_divided then 1 else m.heirs end as heirs
from member as m
inner join whole as w on m.period = w.period and m.estate = w.estate
inner join settled as s
    on m.period = s.period and m.organisation = s.organisation and w.indicator = s.indicator
where
    m.is_heir
    and m.heirs > 0
    and not w.is_lacking
    and (m.heirs = 1 or not w.is_divided or s.is_renewed)
$$;
comment on function core.inherited_plan(text[], text[]) is 'the year''s plan of each organisation at the periods, what its predecessors were to reach included';
