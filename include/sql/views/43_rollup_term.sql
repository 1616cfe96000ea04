-- what each organisation brings to a rollup: a term to add, or the two terms of a ratio, a growth or a completion, with
-- its own value beside them. `formula` says how terms are put together over organisations; null: they never are.
create function core.rollup_term(periods text[])
returns table (
    period text,
    organisation text,
    indicator text,
    basis text,
    formula text,
    above numeric,
    below numeric,
    scale numeric,
    own_value numeric,
    own_method text,
    adds_to_parent boolean
)
language sql
stable
-- a county's figures of a year, as the planner must know: guessing a handful, it joins them one by one
rows 20000
set enable_nestloop = off
set jit = off
as $$
with own as materialized (
    select v.*
    from core.period_value(periods) as v
),

year_before as materialized (
    select
        p.period,
        v.organisation,
        v.indicator,
        v.basis,
        v.value
    from core.period as p
    inner join core.period_value(array(
        select b.year_before
        from core.period as b
        where b.period = any(periods)
    )) as v on p.year_before = v.period
    where p.period = any(periods)
),

-- a ratio's unit in terms of its numerator's and denominator's
ratio as (
    select
        i.code,
        i.numerator,
        i.denominator,
        n.kind as numerator_kind,
        d.kind as denominator_kind,
        case i.unit
            when '%' then 100
            when '‰' then 1000
            else
                coalesce(nu.factor, 1) / coalesce(du.factor, 1)
                / coalesce(iu.factor, iun.factor / coalesce(iud.factor, 1), 1)
        end * case
            when i.unit in ('%', '‰') and nu.base_unit = du.base_unit then nu.factor / du.factor
            else 1
        end as scale
    from core.indicator as i
    inner join core.indicator as n on i.numerator = n.code
    inner join core.indicator as d on i.denominator = d.code
    left join core.unit as nu on n.unit = nu.unit
    left join core.unit as du on d.unit = du.unit
    left join core.unit as iu on i.unit = iu.unit
    left join core.unit as iun on split_part(i.unit, '/', 1) = iun.unit and i.unit like '%/%'
    left join core.unit as iud on split_part(i.unit, '/', 2) = iud.unit and i.unit like '%/%'
    where i.aggregation = 'ratio'
),

computed as (
    select
        n.period,
        n.organisation,
        r.code as indicator,
        b.basis,
        'ratio' as formula,
        n.value as above,
        d.value as below,
        r.scale,
        n.adds_to_parent
    from ratio as r
    cross join (values ('current'), ('cumulative')) as b (basis)
    inner join own as n
        on r.numerator = n.indicator and n.basis = case r.numerator_kind when 'stock' then 'current' else b.basis end
    inner join own as d
        on
            r.denominator = d.indicator
            and n.period = d.period
            and n.organisation = d.organisation
            and d.basis = case r.denominator_kind when 'stock' then 'current' else b.basis end
    union all
    -- growth of the cumulative, unless the base beside it belongs to the month alone; the base as reported beside the
    -- value, else last year's own figure
    select
        v.period,
        v.organisation,
        v.indicator,
        'growth_rate' as basis,
        'growth' as formula,
        v.value as above,
        coalesce(prior.value, b.value) as below,
        100 as scale,
        v.adds_to_parent
    from own as v
    inner join core.indicator as i on v.indicator = i.code and i.growth = 'recompute' and i.kind <> 'ratio'
    left join own as prior
        on
            v.period = prior.period
            and v.organisation = prior.organisation
            and v.indicator = prior.indicator
            and prior.basis = 'prior_year'
    left join year_before as b
        on v.period = b.period and v.organisation = b.organisation and v.indicator = b.indicator and v.basis = b.basis
    left join own as c
        on
            v.period = c.period
            and v.organisation = c.organisation
            and v.indicator = c.indicator
            and c.basis = 'cumulative'
    where
        coalesce(prior.value, b.value) is not null
        and v.basis = case
            when i.kind = 'stock' or prior.refers_to = 'current' or c.value is null then 'current'
            else 'cumulative'
        end
    union all
    select
        v.period,
        v.organisation,
        v.indicator,
        'current_growth_rate' as basis,
        'growth' as formula,
        v.value as above,
        prior.value as below,
        100 as scale,
        v.adds_to_parent
    from own as v
    inner join core.indicator as i on v.indicator = i.code and i.growth = 'recompute' and i.kind <> 'ratio'
    inner join own as prior
        on
            v.period = prior.period
            and v.organisation = prior.organisation
            and v.indicator = prior.indicator
            and prior.basis = 'current_prior_year'
    where v.basis = 'current'
    union all
    select
        v.period,
        v.organisation,
        v.indicator,
        'plan_completion' as basis,
        'completion' as formula,
        v.value as above,
        p.value as below,
        100 as scale,
        v.adds_to_parent
    from own as v
    inner join core.indicator as i on v.indicator = i.code and i.kind <> 'ratio'
    inner join own as p
        on v.period = p.period and v.organisation = p.organisation and v.indicator = p.indicator and p.basis = 'plan'
    where v.basis = case i.kind when 'stock' then 'current' else 'cumulative' end
)

select
    coalesce(v.period, c.period) as period,
    coalesce(v.organisation, c.organisation) as organisation,
    coalesce(v.indicator, c.indicator) as indicator,
    coalesce(v.basis, c.basis) as basis,
    case
        when not i.additive or i.aggregation = 'none' then null
        when c.formula is not null then c.formula
        when i.aggregation in ('sum', 'last') and v.basis in ('current', 'cumulative', 'prior_year', 'current_prior_year', 'plan') then 'sum'
    end as formula,
    coalesce(c.above, v.value) as above,
    c.below,
    c.scale,
    case
        when v.value is not null then v.value
        when c.below <= 0 then null
        when c.formula = 'growth' then (c.above / c.below - 1) * c.scale
        else c.above / c.below * c.scale
    end as own_value,
    coalesce(v.method, 'recomputed') as own_method,
    coalesce(c.adds_to_parent, v.adds_to_parent) as adds_to_parent
from own as v
full join computed as c
    on v.period = c.period and v.organisation = c.organisation and v.indicator = c.indicator and v.basis = c.basis
inner join core.indicator as i on coalesce(v.indicator, c.indicator) = i.code
$$;
comment on function core.rollup_term(text[]) is 'what each organisation brings to the rollups of the periods';
