-- a value of its terms; null where it cannot be computed: from a base of zero or less
create function core.composed(formula text, above numeric, below numeric, scale numeric)
returns numeric
language sql
immutable
parallel safe
return case
    when formula = 'sum' then above
    when below <= 0 then null
    when formula = 'growth' then (above / below - 1) * scale
    else above / below * scale
end;

-- what each organisation brings to a rollup: a term to add, or the two terms of a ratio, a growth or a completion, with
-- its own value beside them. `formula` says how terms are put together over organisations; null: they never are.
--
-- growth is of the cumulative wherever the organisation has one, its form asks for one, or the base is one's; else of the month
-- (of the period). the base is of the same kind: as reported beside the value, else last year's own figure, of all that the
-- organisation has taken over since. a cumulative without its value gives no growth, whatever the month says. of a flow without
-- a cumulative (core.summed_flow) it is that of the sum since January once anybody has both sums and nobody a base or a rate of the
-- month beside it, for all of them alike; else of the month.
create function core.rollup_term(periods text[], indicators text[] default null)
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
    -- the organisation has what the row needs of it, also where no value can be computed (a base of zero, a whole that was split)
    is_given boolean,
    -- of growth and its base: of the cumulative or of the period alone; a row takes one kind only
    refers_to text,
    -- the basis of the value that a growth or a completion is of
    value_basis text,
    adds_to_parent boolean,
    -- terms of several heirs together: they count where all of them do, and are nobody's own
    estate text,
    heirs integer,
    -- last year's value of the same basis, also of those that have none now; of `base_heirs` together
    base numeric,
    base_heirs integer
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
    from core.period_value(periods, indicators) as v
),

tied as materialized (
    select e.*
    from core.estate(periods) as e
    where e.span = 'year'
),

-- last year's own figure of all that an organisation has taken over since, at its heirs
whole_before as (
    select
        p.period,
        coalesce(m.estate, v.organisation) as estate,
        v.indicator,
        v.basis,
        sum(v.value) as value,
        bool_and(v.adds_to_parent) as adds_to_parent,
        coalesce(max(m.heirs), 1) as heirs,
        bool_or(v.method = 'derived_from_months') as is_summed
    from core.period as p
    inner join core.period as b on p.year_before = b.period
    inner join core.period_value(array(
        select asked.year_before
        from core.period as asked
        where asked.period = any(periods)
    ), indicators) as v on p.year_before = v.period
    left join tied as m on p.period = m.period and v.organisation = m.organisation
    left join (
        select
            t.period,
            t.estate,
            count(*) as needed
        from tied as t
        inner join core.period as now on t.period = now.period
        inner join core.period as b on now.year_before = b.period
        where t.is_kin and b.last_day between t.valid_from and t.valid_to
        group by t.period, t.estate
    ) as n on p.period = n.period and m.estate = n.estate
    where
        p.period = any(periods)
        and v.basis in ('current', 'cumulative')
        and v.heirs = 1
        and (m.period is null or (m.heirs > 0 and b.last_day between m.valid_from and m.valid_to))
    group by p.period, coalesce(m.estate, v.organisation), v.indicator, v.basis
    having count(*) filter (where m.is_kin is not false) = coalesce(max(n.needed), 1)
),

year_before as (
    select
        w.period,
        coalesce(m.organisation, w.estate) as organisation,
        w.indicator,
        max(w.value * s.share) filter (where w.basis = 'cumulative') as cumulative,
        max(w.value * s.share) filter (where w.basis = 'current') as current,
        coalesce(bool_or(w.is_summed) filter (where w.basis = 'cumulative'), false) as is_summed,
        bool_and(w.adds_to_parent) as adds_to_parent,
        max(w.estate) filter (where w.heirs > 1) as estate,
        max(w.heirs) as heirs
    from whole_before as w
    left join tied as m on w.period = m.period and w.estate = m.estate and m.is_heir
    left join (
        select
            t.period,
            t.estate,
            min(t.organisation) as organisation
        from tied as t
        where t.is_heir
        group by t.period, t.estate
    ) as f on w.period = f.period and w.estate = f.estate
    cross join lateral (
        select (w.heirs = 1 or m.organisation = f.organisation)::integer as share
    ) as s
    group by w.period, coalesce(m.organisation, w.estate), w.indicator
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

wide as (
    select
        v.period,
        v.organisation,
        v.indicator,
        max(v.value) filter (where v.basis = 'cumulative') as cumulative,
        max(v.value) filter (where v.basis = 'current') as current,
        max(v.value) filter (where v.basis = 'prior_year') as prior,
        max(v.refers_to) filter (where v.basis = 'prior_year') as prior_refers_to,
        max(v.value) filter (where v.basis = 'current_prior_year') as current_prior,
        max(v.value) filter (where v.basis = 'plan') as plan,
        coalesce(
            bool_or(v.has_cumulative or v.refers_to = 'cumulative')
            filter (where v.basis in ('current', 'cumulative', 'prior_year')),
            false
        ) as has_cumulative,
        max(v.estate) filter (where v.basis = 'current') as current_estate,
        max(v.heirs) filter (where v.basis = 'current') as current_heirs,
        max(v.estate) filter (where v.basis = 'cumulative') as cumulative_estate,
        max(v.heirs) filter (where v.basis = 'cumulative') as cumulative_heirs,
        max(v.estate) filter (where v.basis = 'plan') as plan_estate,
        max(v.heirs) filter (where v.basis = 'plan') as plan_heirs,
        bool_and(v.adds_to_parent) filter (where v.basis in ('current', 'cumulative')) as adds_to_parent,
        bool_and(v.adds_to_parent) as base_adds_to_parent
    from own as v
    where v.basis in ('current', 'cumulative', 'prior_year', 'current_prior_year', 'plan')
    group by v.period, v.organisation, v.indicator
),

-- flows whose growth is of sums since January: where these and last year's are there, and no base of the month stands beside the month
of_sums as materialized (
    select
        w.period,
        w.indicator
    from wide as w
    inner join core.period as p on w.period = p.period and p.first_month > 1
    inner join year_before as b on w.period = b.period and w.organisation = b.organisation and w.indicator = b.indicator
    inner join own as s
        on
            w.period = s.period
            and w.organisation = s.organisation
            and w.indicator = s.indicator
            and s.basis = 'cumulative'
            and s.method = 'derived_from_months'
    where
        not w.has_cumulative
        and b.cumulative is not null
        and not exists (
            select 1
            from own as o
            where
                o.period = w.period
                and o.indicator = w.indicator
                and o.basis in ('prior_year', 'growth_rate')
                and not o.has_cumulative
                and o.refers_to is distinct from 'cumulative'
        )
    group by w.period, w.indicator
),

compared as (
    select
        coalesce(w.period, b.period) as period,
        coalesce(w.organisation, b.organisation) as organisation,
        coalesce(w.indicator, b.indicator) as indicator,
        i.growth,
        case
            when i.kind <> 'flow' then 'current'
            when w.has_cumulative or s.indicator is not null or (w.current is null and b.cumulative is not null and not b.is_summed)
                then 'cumulative'
            else 'current'
        end as sense,
        s.indicator is not null and w.has_cumulative is not true as is_of_sums,
        coalesce(w.adds_to_parent, w.base_adds_to_parent, b.adds_to_parent) as adds_to_parent,
        w.cumulative,
        w.current,
        w.prior,
        coalesce(w.prior_refers_to, case when w.has_cumulative then 'cumulative' else 'current' end) as prior_refers_to,
        w.current_prior,
        w.plan,
        w.current_estate,
        w.current_heirs,
        w.cumulative_estate,
        w.cumulative_heirs,
        w.plan_estate,
        w.plan_heirs,
        b.cumulative as cumulative_before,
        b.current as current_before,
        b.estate as before_estate,
        b.heirs as before_heirs
    from wide as w
    full join year_before as b on w.period = b.period and w.organisation = b.organisation and w.indicator = b.indicator
    inner join core.indicator as i on coalesce(w.indicator, b.indicator) = i.code and i.kind <> 'ratio'
    left join of_sums as s on coalesce(w.period, b.period) = s.period and coalesce(w.indicator, b.indicator) = s.indicator
),

with_base as (
    select
        c.*,
        case
            when c.sense = 'current' and i.kind <> 'flow' then c.prior
            when c.prior_refers_to = c.sense then c.prior
        end as base_beside,
        case c.sense when 'cumulative' then c.cumulative_before else c.current_before end as base_before
    from compared as c
    inner join core.indicator as i on c.indicator = i.code
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
        null as refers_to,
        null as value_basis,
        n.adds_to_parent,
        coalesce(n.estate, d.estate) as estate,
        greatest(n.heirs, d.heirs) as heirs
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
    select
        w.period,
        w.organisation,
        w.indicator,
        'growth_rate' as basis,
        'growth' as formula,
        case w.sense when 'cumulative' then w.cumulative else w.current end as above,
        coalesce(w.base_beside, w.base_before) as below,
        100 as scale,
        w.sense as refers_to,
        w.sense as value_basis,
        w.adds_to_parent,
        coalesce(
            case w.sense when 'cumulative' then w.cumulative_estate else w.current_estate end,
            case when w.base_beside is null then w.before_estate end
        ) as estate,
        greatest(
            case w.sense when 'cumulative' then w.cumulative_heirs else w.current_heirs end,
            case when w.base_beside is null then w.before_heirs end
        ) as heirs
    from with_base as w
    where w.growth = 'recompute' and coalesce(w.base_beside, w.base_before) is not null
    union all
    -- growth of the period alone beside a cumulative, where its own base stands beside it, or the cumulative is a sum
    select
        w.period,
        w.organisation,
        w.indicator,
        'current_growth_rate' as basis,
        'growth' as formula,
        w.current as above,
        coalesce(w.current_prior, w.prior, w.current_before) as below,
        100 as scale,
        null as refers_to,
        'current' as value_basis,
        w.adds_to_parent,
        coalesce(w.current_estate, case when coalesce(w.current_prior, w.prior) is null then w.before_estate end) as estate,
        greatest(w.current_heirs, case when coalesce(w.current_prior, w.prior) is null then w.before_heirs end) as heirs
    from with_base as w
    where
        w.growth = 'recompute'
        and (
            w.current_prior is not null
            or (w.prior is not null and w.sense = 'cumulative' and w.prior_refers_to = 'current')
            or (w.is_of_sums and w.current_before is not null)
        )
    union all
    select
        w.period,
        w.organisation,
        w.indicator,
        'plan_completion' as basis,
        'completion' as formula,
        case i.kind when 'stock' then w.current else w.cumulative end as above,
        w.plan as below,
        100 as scale,
        null as refers_to,
        case i.kind when 'stock' then 'current' else 'cumulative' end as value_basis,
        w.adds_to_parent,
        coalesce(case when i.kind <> 'stock' then w.cumulative_estate end, w.plan_estate) as estate,
        greatest(case when i.kind <> 'stock' then w.cumulative_heirs end, w.plan_heirs) as heirs
    from with_base as w
    inner join core.indicator as i on w.indicator = i.code
    where w.plan is not null
),

-- what a share of last year's value is taken of: the base of the growth, and that of the other basis beside it
based as (
    select
        w.period,
        w.organisation,
        w.indicator,
        b.basis,
        coalesce(b.beside, b.before) as base,
        case when b.beside is null then w.before_heirs else 1 end as base_heirs
    from with_base as w
    cross join lateral (
        select
            w.sense as basis,
            w.base_beside as beside,
            w.base_before as before
        union all
        select
            'current' as basis,
            coalesce(w.current_prior, case when w.prior_refers_to = 'current' then w.prior end) as beside,
            w.current_before as before
        where w.sense = 'cumulative'
        union all
        select
            'cumulative' as basis,
            null as beside,
            w.cumulative_before as before
        where w.sense = 'current'
    ) as b
    where coalesce(b.beside, b.before) is not null
)

select
    coalesce(v.period, c.period, b.period) as period,
    coalesce(v.organisation, c.organisation, b.organisation) as organisation,
    coalesce(v.indicator, c.indicator, b.indicator) as indicator,
    coalesce(v.basis, c.basis, b.basis) as basis,
    case
        when v.period is null and c.period is null then null
        when not i.additive or i.aggregation = 'none' then null
        when c.formula is not null then c.formula
        when i.aggregation in ('sum', 'last') and v.basis in ('current', 'cumulative', 'prior_year', 'current_prior_year', 'plan') then 'sum'
    end as formula,
    case when c.formula is null then v.value else c.above end as above,
    c.below,
    c.scale,
    case
        when v.value is not null and v.heirs = 1 then v.value
        when v.value is not null or c.heirs > 1 then null
        else core.composed(c.formula, c.above, c.below, c.scale)
    end as own_value,
    case when v.period is not null or c.period is not null then coalesce(v.method, 'recomputed') end as own_method,
    v.value is not null or (c.above is not null and c.below is not null) as is_given,
    case
        when c.refers_to is not null then c.refers_to
        when v.basis = 'prior_year' and i.kind = 'flow'
            then coalesce(v.refers_to, case when v.has_cumulative then 'cumulative' else 'current' end)
    end as refers_to,
    c.value_basis,
    coalesce(c.adds_to_parent, v.adds_to_parent) as adds_to_parent,
    coalesce(c.estate, v.estate) as estate,
    coalesce(c.heirs, v.heirs, 1) as heirs,
    case c.formula when 'growth' then c.below else b.base end as base,
    coalesce(case c.formula when 'growth' then c.heirs else b.base_heirs end, 1) as base_heirs
from own as v
full join computed as c
    on v.period = c.period and v.organisation = c.organisation and v.indicator = c.indicator and v.basis = c.basis
full join based as b
    on
        coalesce(v.period, c.period) = b.period
        and coalesce(v.organisation, c.organisation) = b.organisation
        and coalesce(v.indicator, c.indicator) = b.indicator
        and coalesce(v.basis, c.basis) = b.basis
inner join core.indicator as i on coalesce(v.indicator, c.indicator, b.indicator) = i.code
$$;
comment on function core.rollup_term(text[], text[]) is 'what each organisation brings to the rollups of the periods';
