-- what is owed and what waits, at the periods that publish it: a period takes the forms that come at it and the shorter
-- ones that end with it; a cumulative owed in June is June's cumulative and, as a difference, the quarter's own figure.
create function core.lifted_figure(periods text[])
returns table (
    period text,
    organisation text,
    indicator text,
    basis text,
    state text,
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
    select
        p.period,
        p.months,
        i.period as input,
        i.months as input_months,
        i.last_month = p.last_month and i.months <= p.months as ends_with_it
    from core.period as p
    inner join core.period as i
        on
            p.year = i.year
            and ((i.last_month = p.last_month and i.months <= p.months) or i.frequency = 'year')
    where p.period = any(periods)
),

stated as (
    select
        e.period,
        e.organisation,
        e.indicator,
        e.basis,
        'owed' as state,
        e.adds_to_parent
    from core.expected_figure(array(select distinct t.input from target as t)) as e
    where
        e.period = any(periods)
        -- nobody is late with December in June: a shorter period counts once somebody reported it
        or exists (
            select 1
            from meta.period_touched as touched
            where touched.period = e.period
        )
    union all
    select
        w.period,
        w.organisation,
        w.indicator,
        w.basis,
        case when w.reason in ('held', 'ambiguous') then 'held' else 'unusable' end as state,
        false as adds_to_parent
    from core.waiting_figure as w
    where w.period = any(array(select distinct t.input from target as t))
),

lifted as (
    select
        t.period,
        s.organisation,
        s.indicator,
        case when i.kind = 'stock' and s.basis = 'cumulative' then 'current' else s.basis end as basis,
        s.state,
        s.adds_to_parent
    from stated as s
    inner join target as t on s.period = t.input
    inner join core.indicator as i on s.indicator = i.code
    where
        s.basis = 'plan'
        or (
            t.ends_with_it
            and (t.months = t.input_months or s.basis not in ('current_prior_year', 'current_growth_rate'))
            and (t.months = t.input_months or i.kind <> 'ratio' or s.basis <> 'current')
        )
    union all
    select
        t.period,
        s.organisation,
        s.indicator,
        'current' as basis,
        s.state,
        s.adds_to_parent
    from stated as s
    inner join target as t on s.period = t.input
    inner join core.indicator as i on s.indicator = i.code
    where t.ends_with_it and t.months > t.input_months and i.kind = 'flow' and s.basis = 'cumulative'
)

select
    l.period,
    l.organisation,
    l.indicator,
    l.basis,
    l.state,
    bool_or(l.adds_to_parent) as adds_to_parent
from lifted as l
group by l.period, l.organisation, l.indicator, l.basis, l.state
$$;
comment on function core.lifted_figure(text[]) is 'owed, held and unusable figures at the periods that publish them';
