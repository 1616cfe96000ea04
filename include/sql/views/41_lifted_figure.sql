-- what is owed and what waits, at the periods that publish it: a period takes the forms that come at it and the shorter
-- ones that end with it; a cumulative owed in June is June's cumulative and, as a difference, the quarter's own figure. what is
-- computed is owed by whoever owes its terms: a month that is derived, the growth of a value with its base, a completion.
-- the cumulative of a quarter's form stands at its last month, and is owed there as well.
-- a figure that waits is felt wherever it would have been a term, also by those who took over from the one who gave it.
create function core.lifted_figure(periods text[], indicators text[] default null)
returns table (
    period text,
    organisation text,
    indicator text,
    basis text,
    -- owed, held, masked, unusable
    state text,
    -- how a value comes about that this figure makes doubtful: a method of core.period_value; null: however it does
    through text,
    adds_to_parent boolean,
    -- owed as the sum of what was owed since January, where a form asks for no cumulative
    is_summed boolean
)
language sql
stable
-- a county's figures of a year, as the planner must know: guessing a handful, it joins them one by one
rows 20000
set enable_nestloop = off
set jit = off
as $$
with target as materialized (
    select
        p.period,
        p.year,
        p.first_month,
        p.months,
        i.period as input,
        i.months as input_months,
        case
            when p.year > i.year then 'base'
            when i.last_month = p.last_month and i.months <= p.months then 'end'
            when i.last_month = p.last_month then 'kept'
            when i.last_month = p.first_month - 1 then 'beginning'
            when i.last_month between p.first_month and p.last_month and i.months < p.months then 'part'
            else 'plan'
        end as role,
        i.frequency = 'year' and p.year = i.year as has_plan
    from core.period as p
    inner join core.period as i
        on
            (
                p.year = i.year
                and (
                    (i.first_month >= p.first_month and i.last_month <= p.last_month)
                    or i.last_month in (p.first_month - 1, p.last_month)
                    or i.frequency = 'year'
                )
            )
            or (p.year = i.year + 1 and p.last_month = i.last_month and p.months >= i.months)
    where p.period = any(periods)
),

-- who felt for whom: those who took over, for the terms before; those whose heirs owe the year's plan, for the plan
tied as materialized (
    select
        m.period,
        m.span,
        m.organisation as ended,
        h.organisation
    from core.estate(periods) as m
    inner join core.estate(periods) as h on m.period = h.period and m.span = h.span and m.estate = h.estate
    where h.is_heir
),

expected as materialized (
    select e.*
    from core.expected_figure(array(
        select t.input
        from target as t
        inner join core.open_period as o on t.input = o.period
        where t.role in ('end', 'base', 'kept') or t.has_plan or (t.role = 'beginning' and t.months = 1)
    ), indicators) as e
),

-- January to date of a longer form is kept at the month that it ends with, and shown there once anybody gave it
given_at_month as materialized (
    select distinct
        t.period,
        f.indicator
    from core.period as t
    inner join core.period as m on t.year = m.year and t.last_month = m.last_month and m.months = 1
    inner join core.figure as f on m.year = f.period_year and m.period = f.period
    where
        t.period = any(periods)
        and f.known_to = 'infinity'
        and f.status = 'reported'
        and f.basis = 'cumulative'
        and (indicators is null or f.indicator = any(indicators))
        -- said once more by value: of a join alone the figures of all years are read
        and f.period_year between (select min(i.year) from target as i) and (select max(i.year) from target as i)
        and f.period = any(array(select i.input from target as i where i.role = 'end' and i.input_months = 1))
),

waiting as materialized (
    select
        w.period,
        w.organisation,
        w.indicator,
        w.basis,
        case
            when w.reason in ('held', 'ambiguous') then 'held'
            when w.reason = 'masked' then 'masked'
            else 'unusable'
        end as state
    from core.waiting_figure as w
    where w.period = any(array(select t.input from target as t)) and (indicators is null or w.indicator = any(indicators))
),

-- of flows without a cumulative the parts since January: who owed them, and which of them wait
summed_flow as materialized (
    select
        s.form,
        s.indicator
    from core.summed_flow as s
    where indicators is null or s.indicator = any(indicators)
),

part as materialized (
    select
        t.period,
        t.last_month,
        p.period as input,
        p.months
    from core.period as t
    inner join core.period as p on t.year = p.year and t.last_month >= p.last_month and t.months >= p.months
    where
        t.period = any(periods)
        and t.first_month > 1
        and exists (
            select 1
            from summed_flow as s
        )
),

since_january as materialized (
    select e.*
    from core.estate(periods) as e
    where e.span = 'plan'
),

part_owed as (
    select distinct
        p.period,
        p.last_month,
        p.input,
        p.months,
        e.organisation,
        e.indicator,
        e.adds_to_parent
    from core.expected_figure(
        array(
            select p.input
            from part as p
            inner join core.open_period as o on p.input = o.period
        ),
        array(select s.indicator from summed_flow as s)
    ) as e
    inner join summed_flow as s on e.form = s.form and e.indicator = s.indicator
    inner join part as p on e.period = p.input
    where e.basis = 'current'
),

-- owed by those who owed all of them, or whose predecessors did
owed_since_january as (
    select distinct
        w.period,
        coalesce(h.organisation, w.estate) as organisation,
        w.indicator,
        w.adds_to_parent
    from (
        select
            o.period,
            coalesce(m.estate, o.organisation) as estate,
            o.indicator,
            bool_or(o.adds_to_parent) as adds_to_parent
        from part_owed as o
        left join since_january as m on o.period = m.period and o.organisation = m.organisation
        left join core.part_of_year(periods) as n
            on o.period = n.period and coalesce(m.estate, o.organisation) = n.estate and o.months = n.months
        group by o.period, o.last_month, o.months, coalesce(m.estate, o.organisation), o.indicator
        having
            count(distinct (o.organisation, o.input)) filter (where m.is_kin is not false)
            = coalesce(max(n.needed), o.last_month / o.months)
            and coalesce(max(n.parts), o.last_month / o.months) * o.months = o.last_month
    ) as w
    left join since_january as h on w.period = h.period and w.estate = h.estate and h.is_heir
),

part_waiting as (
    select
        p.period,
        coalesce(x.organisation, w.organisation) as organisation,
        w.indicator,
        case
            when w.reason in ('held', 'ambiguous') then 'held'
            when w.reason = 'masked' then 'masked'
            else 'unusable'
        end as state
    from core.waiting_figure as w
    inner join summed_flow as s on w.form = s.form and w.indicator = s.indicator
    inner join part as p on w.period = p.input
    left join tied as x on p.period = x.period and w.organisation = x.ended and x.span = 'plan'
    where
        w.basis = 'current'
        and w.period = any(array(select p.input from part as p))
        and w.indicator = any(array(select s.indicator from summed_flow as s))
),

stated as (
    select
        e.period,
        e.organisation,
        e.indicator,
        e.basis,
        'owed' as state,
        e.adds_to_parent
    from expected as e
    union all
    select
        w.*,
        false as adds_to_parent
    from waiting as w
),

-- what ends with the period stands at it
ending as (
    select
        t.period,
        t.first_month,
        t.months,
        t.input_months,
        s.organisation,
        s.indicator,
        i.kind,
        case when i.kind = 'stock' and s.basis = 'cumulative' then 'current' else s.basis end as basis,
        s.state,
        s.adds_to_parent
    from stated as s
    inner join target as t on s.period = t.input
    inner join core.indicator as i on s.indicator = i.code
    where t.role = 'end' and s.basis <> 'plan'
),

-- the terms before: at those who took over
before as (
    select
        t.period,
        t.role,
        t.months,
        t.first_month,
        coalesce(x.organisation, s.organisation) as organisation,
        s.indicator,
        i.kind,
        case when i.kind = 'stock' and s.basis = 'cumulative' then 'current' else s.basis end as basis,
        s.state
    from stated as s
    inner join target as t on s.period = t.input
    inner join core.indicator as i on s.indicator = i.code
    left join tied as x
        on
            t.period = x.period
            and s.organisation = x.ended
            and x.span = case t.role when 'base' then 'year' else 'flow' end
    where t.role in ('beginning', 'part', 'base') and s.basis in ('current', 'cumulative')
),

plan as (
    select
        t.period,
        coalesce(x.ended, y.organisation, s.organisation) as organisation,
        s.indicator,
        s.state,
        s.adds_to_parent
    from stated as s
    inner join target as t on s.period = t.input and t.has_plan
    left join tied as x on s.state = 'owed' and t.period = x.period and s.organisation = x.organisation and x.span = 'due'
    left join tied as y on s.state <> 'owed' and t.period = y.period and s.organisation = y.ended and y.span = 'plan'
    where s.basis = 'plan'
),

lifted as (
    select
        e.period,
        e.organisation,
        e.indicator,
        e.basis,
        e.state,
        case when e.basis = 'current' and e.kind = 'flow' and e.months > e.input_months then 'derived_from_months' end as through,
        e.adds_to_parent,
        false as is_summed
    from ending as e
    where
        e.months = e.input_months
        or (
            e.basis not in ('current_prior_year', 'current_growth_rate')
            and (e.kind <> 'ratio' or e.basis <> 'current')
        )
    union all
    -- the flow is owed with its cumulative; a single month only where the one before was owed too, or there was nobody yet
    select
        e.period,
        e.organisation,
        e.indicator,
        'current' as basis,
        e.state,
        'derived_from_cumulatives' as through,
        e.adds_to_parent,
        false as is_summed
    from ending as e
    where
        e.kind = 'flow'
        and e.basis = 'cumulative'
        and (
            e.months > 1
            or e.first_month = 1
            or e.state <> 'owed'
            or exists (
                select 1
                from before as b
                where
                    b.role = 'beginning'
                    and b.state = 'owed'
                    and b.basis = 'cumulative'
                    and b.period = e.period
                    and b.organisation = e.organisation
                    and b.indicator = e.indicator
            )
            or exists (
                select 1
                from core.opened_organisation as o
                inner join core.period as p on e.period = p.period
                where o.organisation = e.organisation and o.valid_from > make_date(p.year, p.first_month, 1) - 1
            )
        )
    union all
    -- and from January on the cumulative with its flow
    select
        e.period,
        e.organisation,
        e.indicator,
        'cumulative' as basis,
        e.state,
        'derived_from_months' as through,
        e.adds_to_parent,
        false as is_summed
    from ending as e
    where e.kind = 'flow' and e.basis = 'current' and e.first_month = 1
    union all
    select
        b.period,
        b.organisation,
        b.indicator,
        basis.name as basis,
        b.state,
        case b.role when 'part' then 'derived_from_months' else 'derived_from_cumulatives' end as through,
        false as adds_to_parent,
        false as is_summed
    from before as b
    cross join (values ('current'), ('cumulative')) as basis (name)
    where
        b.kind = 'flow'
        and b.state <> 'owed'
        and (
            (b.role = 'beginning' and b.basis = 'cumulative' and basis.name = 'current')
            or (b.role = 'part' and b.basis = 'current' and (basis.name = 'current' or b.first_month = 1))
        )
    union all
    select
        t.period,
        e.organisation,
        e.indicator,
        'cumulative' as basis,
        'owed' as state,
        null as through,
        e.adds_to_parent,
        false as is_summed
    from expected as e
    inner join target as t on e.period = t.input and t.role = 'kept'
    inner join given_at_month as g on t.period = g.period and e.indicator = g.indicator
    inner join core.indicator as i on e.indicator = i.code and i.kind = 'flow'
    where e.basis = 'cumulative'
    union all
    select
        p.period,
        p.organisation,
        p.indicator,
        'plan' as basis,
        p.state,
        null as through,
        p.adds_to_parent,
        false as is_summed
    from plan as p
    union all
    select
        o.period,
        o.organisation,
        o.indicator,
        'cumulative' as basis,
        'owed' as state,
        'derived_from_months' as through,
        o.adds_to_parent,
        true as is_summed
    from owed_since_january as o
    union all
    select
        w.period,
        w.organisation,
        w.indicator,
        'cumulative' as basis,
        w.state,
        'derived_from_months' as through,
        false as adds_to_parent,
        true as is_summed
    from part_waiting as w
),

owed as materialized (
    select
        l.period,
        l.organisation,
        l.indicator,
        l.basis,
        bool_or(l.adds_to_parent) as adds_to_parent,
        bool_and(l.is_summed) as is_summed
    from lifted as l
    where l.state = 'owed'
    group by l.period, l.organisation, l.indicator, l.basis
),

-- the value that a growth or a completion is of
valued as materialized (
    select
        o.period,
        o.organisation,
        o.indicator,
        o.adds_to_parent,
        i.kind,
        i.growth,
        o.basis as value_basis
    from owed as o
    inner join core.indicator as i on o.indicator = i.code
    where
        i.kind <> 'ratio'
        and (
            o.basis = 'cumulative'
            or (
                o.basis = 'current'
                and not exists (
                    select 1
                    from owed as c
                    where
                        c.basis = 'cumulative'
                        and not c.is_summed
                        and c.period = o.period
                        and c.organisation = o.organisation
                        and c.indicator = o.indicator
                )
            )
        )
),

computed as (
    select
        v.period,
        v.organisation,
        v.indicator,
        'growth_rate' as basis,
        v.adds_to_parent
    from valued as v
    inner join (
        select
            o.period,
            o.organisation,
            o.indicator,
            null as value_basis
        from owed as o
        where o.basis = 'prior_year'
        union
        select
            b.period,
            b.organisation,
            b.indicator,
            case when b.kind = 'flow' and b.first_month = 1 then 'cumulative' else b.basis end as value_basis
        from before as b
        where b.role = 'base' and b.state = 'owed'
    ) as base
        on
            v.period = base.period
            and v.organisation = base.organisation
            and v.indicator = base.indicator
            and v.value_basis = coalesce(base.value_basis, v.value_basis)
    where v.growth = 'recompute'
    union
    select
        v.period,
        v.organisation,
        v.indicator,
        'plan_completion' as basis,
        v.adds_to_parent
    from valued as v
    inner join owed as p
        on v.period = p.period and v.organisation = p.organisation and v.indicator = p.indicator and p.basis = 'plan'
    where v.kind = 'stock' or v.value_basis = 'cumulative'
    union
    select
        c.period,
        c.organisation,
        c.indicator,
        'current_growth_rate' as basis,
        c.adds_to_parent
    from owed as c
    inner join core.indicator as i on c.indicator = i.code and i.growth = 'recompute' and i.kind <> 'ratio'
    inner join owed as b
        on c.period = b.period and c.organisation = b.organisation and c.indicator = b.indicator and b.basis = 'current_prior_year'
    where c.basis = 'current'
)

select
    o.period,
    o.organisation,
    o.indicator,
    o.basis,
    'owed' as state,
    null as through,
    o.adds_to_parent,
    o.is_summed
from owed as o
union all
select
    c.period,
    c.organisation,
    c.indicator,
    c.basis,
    'owed' as state,
    null as through,
    c.adds_to_parent,
    false as is_summed
from computed as c
where
    not exists (
        select 1
        from owed as o
        where
            o.period = c.period
            and o.organisation = c.organisation
            and o.indicator = c.indicator
            and o.basis = c.basis
    )
union all
select distinct
    l.period,
    l.organisation,
    l.indicator,
    l.basis,
    l.state,
    l.through,
    false as adds_to_parent,
    false as is_summed
from lifted as l
where l.state <> 'owed'
union all
-- last year's value that waits is felt by the growth alone
select distinct
    b.period,
    b.organisation,
    b.indicator,
    'growth_rate' as basis,
    b.state,
    'base' as through,
    false as adds_to_parent,
    false as is_summed
from before as b
where b.role = 'base' and b.state <> 'owed'
$$;
comment on function core.lifted_figure(text[], text[]) is 'owed, held, masked and unusable figures at the periods that publish them';
