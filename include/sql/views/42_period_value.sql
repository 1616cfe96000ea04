-- each organisation's own value at a period, from the one source that counts (turn 1), over time as PRACTICE's rollups
-- say: flows from cumulatives, stocks their last value, months summed only where no cumulative exists and all are there.
create function core.period_value(periods text[])
returns table (
    period text,
    organisation text,
    indicator text,
    basis text,
    value numeric,
    refers_to text,
    method text,
    adds_to_parent boolean
)
language sql
stable
-- a county's figures of a year, as the planner must know: guessing a handful, it joins them one by one
rows 20000
set enable_nestloop = off
set jit = off
as $$
with target as (
    select p.*
    from core.period as p
    where p.period = any(periods)
),

chosen as materialized (
    select
        p.year,
        p.first_month,
        p.last_month,
        p.months,
        f.organisation,
        f.indicator,
        f.reporter,
        f.form,
        f.basis,
        f.value,
        f.refers_to,
        f.adds_to_parent,
        i.kind
    from core.source_figure as f
    inner join core.period as p on f.period = p.period
    inner join core.indicator as i on f.indicator = i.code
    where
        f.turn = 1
        and f.status = 'reported'
        and f.period = any(array(
            select n.input
            from core.period_input as n
            where n.period = any(periods)
        ))
        and f.period_year = any(array(
            select t.year - back.years
            from target as t
            cross join (values (0), (1)) as back (years)
        ))
),

-- January to the end of a month: the cumulative, under whichever period it was reported, or a first period's own figure
cumulative as (
    select
        c.year,
        c.last_month,
        c.months,
        c.organisation,
        c.indicator,
        c.kind,
        c.value,
        c.adds_to_parent,
        case c.basis when 'cumulative' then 1 else 2 end as choice
    from chosen as c
    where
        c.kind <> 'stock'
        and (c.basis = 'cumulative' or (c.basis = 'current' and c.first_month = 1 and c.kind = 'flow'))
),

to_the_end as (
    select distinct on (t.period, c.organisation, c.indicator)
        t.period,
        t.first_month,
        t.months,
        c.organisation,
        c.indicator,
        c.kind,
        c.value,
        c.adds_to_parent
    from target as t
    inner join cumulative as c on t.year = c.year and t.last_month = c.last_month and t.months >= c.months
    order by t.period asc, c.organisation asc, c.indicator asc, (c.months = t.months) desc, c.choice asc, c.months asc
),

to_the_beginning as (
    select distinct on (t.period, c.organisation, c.indicator)
        t.period,
        c.organisation,
        c.indicator,
        c.value
    from target as t
    inner join cumulative as c on t.year = c.year and t.first_month - 1 = c.last_month
    order by t.period asc, c.organisation asc, c.indicator asc, c.choice asc, c.months asc
),

of_all_parts as (
    select distinct on (t.period, c.organisation, c.indicator)
        t.period,
        t.first_month,
        c.organisation,
        c.indicator,
        sum(c.value) as value,
        bool_and(c.adds_to_parent) as adds_to_parent
    from target as t
    inner join chosen as c
        on
            t.year = c.year
            and t.first_month <= c.first_month
            and t.last_month >= c.last_month
            and t.months > c.months
    where c.basis = 'current' and c.kind = 'flow'
    group by t.period, t.first_month, t.months, c.organisation, c.indicator, c.months
    having sum(c.months) = t.months
    order by t.period asc, c.organisation asc, c.indicator asc, c.months asc
),

-- a year's plan by the version that is valid at the end of a shorter period
plan_at as (
    select distinct on (t.period, v.organisation, v.indicator, v.reporter, v.form)
        t.period,
        t.year,
        v.organisation,
        v.indicator,
        v.reporter,
        v.form,
        v.value
    from target as t
    inner join core.plan_version as v on t.year = v.period_year and t.year::text = v.period
    where
        t.months < 12
        and (v.version = 0 or v.valid_from <= t.last_day)
        and v.period_year = any(array(select y.year from target as y))
    order by t.period asc, v.organisation asc, v.indicator asc, v.reporter asc, v.form asc, v.version desc
),

candidate as (
    -- as reported at the period itself
    select
        t.period,
        c.organisation,
        c.indicator,
        case when c.kind = 'stock' and c.basis = 'cumulative' then 'current' else c.basis end as basis,
        c.value,
        c.refers_to,
        'reported' as method,
        c.adds_to_parent,
        case when c.kind = 'stock' and c.basis = 'cumulative' then 2 else 1 end as choice
    from target as t
    inner join chosen as c on t.year = c.year and t.first_month = c.first_month and t.last_month = c.last_month
    where c.basis <> 'cumulative' or c.kind = 'stock'
    union all
    select
        e.period,
        e.organisation,
        e.indicator,
        'cumulative' as basis,
        e.value,
        null as refers_to,
        'reported' as method,
        e.adds_to_parent,
        1 as choice
    from to_the_end as e
    union all
    -- a flow of several months is the difference of two cumulatives
    select
        e.period,
        e.organisation,
        e.indicator,
        'current' as basis,
        e.value - case e.first_month when 1 then 0 else b.value end as value,
        null as refers_to,
        'derived_from_cumulatives' as method,
        e.adds_to_parent,
        2 as choice
    from to_the_end as e
    left join to_the_beginning as b
        on e.period = b.period and e.organisation = b.organisation and e.indicator = b.indicator
    where e.months > 1 and e.kind = 'flow' and (e.first_month = 1 or b.value is not null)
    union all
    -- or the sum of its parts, where no cumulative exists
    select
        s.period,
        s.organisation,
        s.indicator,
        basis.name as basis,
        s.value,
        null as refers_to,
        'derived_from_months' as method,
        s.adds_to_parent,
        3 as choice
    from of_all_parts as s
    cross join (values ('current'), ('cumulative')) as basis (name)
    where
        (basis.name = 'current' or s.first_month = 1)
        and not exists (
            select 1
            from to_the_end as e
            where e.period = s.period and e.organisation = s.organisation and e.indicator = s.indicator
        )
    union all
    -- the last value of a stock, and what stands beside a cumulative, of the shorter period that ends with this one
    select
        t.period,
        c.organisation,
        c.indicator,
        case c.basis when 'cumulative' then 'current' else c.basis end as basis,
        c.value,
        c.refers_to,
        'reported' as method,
        c.adds_to_parent,
        3 + c.months as choice
    from target as t
    inner join chosen as c on t.year = c.year and t.last_month = c.last_month and t.months > c.months
    where
        (c.kind = 'stock' and c.basis in ('current', 'cumulative', 'prior_year', 'growth_rate'))
        or (c.kind <> 'stock' and c.basis in ('prior_year', 'growth_rate') and c.refers_to is distinct from 'current')
        or c.basis = 'plan_completion'
    union all
    -- the plan stands at the year
    select
        v.period,
        c.organisation,
        c.indicator,
        'plan' as basis,
        v.value,
        null as refers_to,
        'reported' as method,
        c.adds_to_parent,
        2 as choice
    from plan_at as v
    inner join chosen as c
        on
            v.year = c.year
            and v.organisation = c.organisation
            and v.indicator = c.indicator
            and v.reporter = c.reporter
            and v.form = c.form
    where c.basis = 'plan' and c.months = 12
)

select distinct on (c.period, c.organisation, c.indicator, c.basis)
    c.period,
    c.organisation,
    c.indicator,
    c.basis,
    c.value,
    c.refers_to,
    c.method,
    c.adds_to_parent
from candidate as c
order by c.period asc, c.organisation asc, c.indicator asc, c.basis asc, c.choice asc
$$;
comment on function core.period_value(text[]) is 'each organisation''s own value at the periods, with how it came about';
