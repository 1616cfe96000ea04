-- the rows of mart.rollup for the periods: each organisation's own figure, and the figure over the organisations below.
-- a figure over organisations takes, on each way down, the first organisation that owes or has the figure, never it and
-- its parts; so the value is the sum over exactly the organisations that are counted.
create function core.rollup_row(periods text[])
returns table (
    period text,
    organisation text,
    indicator text,
    basis text,
    method text,
    value numeric,
    reported integer,
    expected integer,
    missing text[],
    held text[],
    contested text[],
    full_coverage boolean
)
language sql
stable
-- a county's figures of a year, as the planner must know: guessing a handful, it joins them one by one
rows 20000
set enable_nestloop = off
set jit = off
as $$
with term as materialized (
    select t.*
    from core.rollup_term(periods) as t
),

lifted as materialized (
    select l.*
    from core.lifted_figure(periods) as l
),

-- a figure that waits is felt wherever it would have been a term
waiting as (
    select
        w.period,
        w.organisation,
        felt.indicator,
        felt.basis,
        bool_or(w.state = 'held') as held
    from lifted as w
    inner join core.indicator as i on w.indicator = i.code
    cross join lateral (
        select
            w.indicator,
            w.basis
        union all
        select
            w.indicator,
            'growth_rate' as basis
        where w.basis in ('cumulative', 'prior_year') and i.growth = 'recompute'
        union all
        select
            w.indicator,
            'plan_completion' as basis
        where w.basis in ('cumulative', 'plan')
        union all
        select
            r.code as indicator,
            w.basis
        from core.indicator as r
        where w.indicator in (r.numerator, r.denominator)
    ) as felt
    where w.state in ('held', 'unusable')
    group by w.period, w.organisation, felt.indicator, felt.basis
),

owed as (
    select
        l.period,
        l.organisation,
        l.indicator,
        l.basis,
        l.adds_to_parent
    from lifted as l
    where l.state = 'owed'
),

-- who owes a figure, or has it unasked. ratios are taken at the bases at which somebody owes or gave them.
claim as (
    select
        coalesce(o.period, t.period) as period,
        coalesce(o.organisation, t.organisation) as organisation,
        coalesce(o.indicator, t.indicator) as indicator,
        coalesce(o.basis, t.basis) as basis,
        o.period is not null as is_owed,
        coalesce(t.adds_to_parent, o.adds_to_parent) as adds_to_parent,
        t.formula,
        t.above,
        t.below,
        t.scale,
        t.own_value,
        t.own_method
    from owed as o
    full join term as t
        on o.period = t.period and o.organisation = t.organisation and o.indicator = t.indicator and o.basis = t.basis
),

in_use as (
    select distinct
        c.period,
        c.indicator,
        c.basis
    from claim as c
    where c.is_owed or c.own_method <> 'recomputed' or c.formula <> 'ratio'
),

relevant as materialized (
    select
        c.*,
        w.held,
        w.period is not null as any_waiting
    from claim as c
    inner join in_use as u on c.period = u.period and c.indicator = u.indicator and c.basis = u.basis
    left join waiting as w
        on
            c.period = w.period
            and c.organisation = w.organisation
            and c.indicator = w.indicator
            and c.basis = w.basis
    where
        -- a plan is shown where its indicator is
        c.basis not in ('plan', 'plan_completion')
        or c.period ~ '^\d{4}$'
        or exists (
            select 1
            from in_use as shown
            where shown.period = c.period and shown.indicator = c.indicator and shown.basis in ('current', 'cumulative')
        )
),

own_row as (
    select
        r.period,
        r.organisation,
        r.indicator,
        r.basis,
        coalesce(r.own_method, 'reported') as method,
        r.own_value as value,
        (r.above is not null)::integer as reported,
        r.is_owed::integer as expected,
        case when r.above is null and r.held is not true then array[r.organisation] else '{}' end as missing,
        case when r.above is null and r.held then array[r.organisation] else '{}' end as held,
        case when r.above is not null and r.any_waiting then array[r.organisation] else '{}' end as contested
    from relevant as r
),

valid_organisation as (
    select
        p.period,
        o.code
    from core.period as p
    inner join core.organisation as o
        on
            coalesce(o.valid_from, '-infinity') <= p.last_day
            and coalesce(o.valid_to, 'infinity') >= p.last_day
    where p.period = any(periods)
),

line as materialized (
    select
        l.organisation,
        l.ancestor,
        l.distance
    from core.organisation_line as l
),

way as materialized (
    select
        r.period,
        line.ancestor,
        line.distance,
        r.organisation,
        r.indicator,
        r.basis
    from relevant as r
    inner join valid_organisation as v on r.period = v.period and r.organisation = v.code
    inner join line on r.organisation = line.organisation
    where r.adds_to_parent
),

-- of an organisation and those below it, only the upper one is counted: what lies below a nearer claim is left out
way_claimed as (
    select
        w.*,
        min(w.distance) filter (where upper.period is not null) over (
            partition by w.period, w.organisation, w.indicator, w.basis
        ) as nearest_claim
    from way as w
    left join relevant as upper
        on
            w.period = upper.period
            and w.ancestor = upper.organisation
            and w.indicator = upper.indicator
            and w.basis = upper.basis
            and upper.adds_to_parent
),

leaf as (
    select w.*
    from way_claimed as w
    where w.distance <= coalesce(w.nearest_claim, w.distance)
),

counted as (
    select
        l.period,
        l.ancestor,
        l.organisation,
        l.indicator,
        l.basis,
        r.formula,
        r.above,
        r.below,
        r.scale,
        r.is_owed,
        coalesce(r.held, false) as held,
        coalesce(r.any_waiting, false) as any_waiting,
        r.formula is not null and r.above is not null and (r.formula = 'sum' or r.below is not null) as has_terms
    from leaf as l
    inner join relevant as r
        on
            l.period = r.period
            and l.organisation = r.organisation
            and l.indicator = r.indicator
            and l.basis = r.basis
),

over_children as (
    select
        c.period,
        c.ancestor as organisation,
        c.indicator,
        c.basis,
        max(c.formula) filter (where c.has_terms) as formula,
        sum(c.above) filter (where c.has_terms) as above,
        sum(c.below) filter (where c.has_terms) as below,
        max(c.scale) filter (where c.has_terms) as scale,
        count(*) filter (where c.has_terms)::integer as reported,
        count(*) filter (where c.is_owed)::integer as expected,
        coalesce(
            array_agg(c.organisation order by c.organisation)
            filter (where not c.has_terms and not c.held and (c.is_owed or c.any_waiting)),
            '{}'
        ) as missing,
        coalesce(array_agg(c.organisation order by c.organisation) filter (where not c.has_terms and c.held), '{}') as held,
        coalesce(array_agg(c.organisation order by c.organisation) filter (where c.has_terms and c.any_waiting), '{}') as contested
    from counted as c
    group by c.period, c.ancestor, c.indicator, c.basis
),

-- over organisations only what can be put together: rates that may not be recomputed are left to who reports them
put_together as (
    select
        o.period,
        o.organisation,
        o.indicator,
        o.basis,
        case when o.basis in ('current', 'cumulative', 'prior_year', 'current_prior_year', 'plan') and i.kind <> 'ratio'
            then 'sum_of_children' else 'recomputed_over_children' end as method,
        case
            when o.formula = 'sum' then o.above
            when o.below <= 0 then null
            when o.formula = 'growth' then (o.above / o.below - 1) * o.scale
            else o.above / o.below * o.scale
        end as value,
        o.reported,
        o.expected,
        o.missing,
        o.held,
        o.contested
    from over_children as o
    inner join core.indicator as i on o.indicator = i.code
    where
        i.additive
        and i.aggregation <> 'none'
        and case
            when o.basis in ('growth_rate', 'current_growth_rate') then i.growth = 'recompute' and i.kind <> 'ratio'
            when o.basis = 'plan_completion' then i.kind <> 'ratio'
            when i.kind = 'ratio' then o.basis in ('current', 'cumulative')
            else true
        end
),

all_rows as (
    select own_row.*
    from own_row
    union all
    select put_together.*
    from put_together
)

select
    b.period,
    b.organisation,
    b.indicator,
    b.basis,
    b.method,
    b.value,
    b.reported,
    b.expected,
    b.missing,
    b.held,
    b.contested,
    b.expected > 0 and b.reported >= b.expected and cardinality(b.missing) = 0 and cardinality(b.held) = 0 as full_coverage
from all_rows as b
$$;
comment on function core.rollup_row(text[]) is 'the rows of mart.rollup for the periods, without names and ranks';
