-- the rows of mart.rollup for the periods: each organisation's own figure, and the figure over the organisations below.
-- a figure over organisations takes, on each way down, the first organisation that owes or has the figure, never it and
-- its parts; so the value is the sum over exactly the organisations that are counted.
create function core.rollup_row(periods text[], indicators text[] default null)
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
    full_coverage boolean,
    -- those that owe it, or a term of it, and gave a placeholder last
    placeholder text[],
    -- those whose figure is in the value
    counted text[],
    -- of last year's value, how many % those have that are in the value now
    year_before_share numeric
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
    from core.rollup_term(periods, indicators) as t
),

lifted as materialized (
    select l.*
    from core.lifted_figure(periods, indicators) as l
),

valid_organisation as materialized (
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

owed as materialized (
    select
        l.period,
        l.organisation,
        l.indicator,
        l.basis,
        l.adds_to_parent,
        l.is_summed
    from lifted as l
    inner join valid_organisation as v on l.period = v.period and l.organisation = v.code
    where l.state = 'owed'
),

-- a figure that waits is felt wherever it would have been a term
waiting as (
    select
        w.period,
        w.organisation,
        felt.indicator,
        felt.basis,
        w.through,
        bool_or(w.state = 'held') as held,
        bool_or(w.state = 'masked') as masked
    from lifted as w
    inner join core.indicator as i on w.indicator = i.code
    left join owed as c
        on
            w.basis = 'current'
            and c.basis = 'cumulative'
            and not c.is_summed
            and w.period = c.period
            and w.organisation = c.organisation
            and w.indicator = c.indicator
    cross join lateral (
        select
            w.indicator,
            w.basis
        union all
        -- growth and completion are of the cumulative where one is owed
        select
            w.indicator,
            'growth_rate' as basis
        where
            i.growth = 'recompute'
            and (w.basis in ('cumulative', 'prior_year') or (w.basis = 'current' and c.period is null))
        union all
        select
            w.indicator,
            'current_growth_rate' as basis
        where i.growth = 'recompute' and w.basis in ('current', 'current_prior_year')
        union all
        select
            w.indicator,
            'plan_completion' as basis
        where w.basis in ('cumulative', 'plan') or (w.basis = 'current' and i.kind = 'stock')
        union all
        select
            r.code as indicator,
            w.basis
        from core.indicator as r
        where w.indicator in (r.numerator, r.denominator)
    ) as felt
    where w.state <> 'owed'
    group by w.period, w.organisation, felt.indicator, felt.basis, w.through
),

-- who owes a figure, or has it unasked. a growth or a completion is owed also where its base is there and the value is owed.
-- ratios are taken at the bases at which somebody owes or gave them.
claim as (
    select
        coalesce(o.period, t.period) as period,
        coalesce(o.organisation, t.organisation) as organisation,
        coalesce(o.indicator, t.indicator) as indicator,
        coalesce(o.basis, t.basis) as basis,
        o.period is not null or v.period is not null as is_owed,
        coalesce(t.adds_to_parent, o.adds_to_parent) as adds_to_parent,
        t.formula,
        t.above,
        t.below,
        t.scale,
        t.own_value,
        t.own_method,
        coalesce(t.is_given, false) as is_given,
        t.refers_to,
        t.estate,
        coalesce(t.heirs, 1) as heirs,
        t.base,
        t.base_heirs,
        coalesce(t.formula is not null and t.above is not null and (t.formula = 'sum' or t.below is not null), false) as has_terms
    from owed as o
    full join term as t
        on o.period = t.period and o.organisation = t.organisation and o.indicator = t.indicator and o.basis = t.basis
    left join owed as v
        on t.period = v.period and t.organisation = v.organisation and t.indicator = v.indicator and t.value_basis = v.basis
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
        w.period is not null as any_waiting,
        coalesce(w.held, false) as held,
        coalesce(w.masked, false) as masked,
        -- doubtful is a value by what it was made of only
        coalesce(w.period is not null and (w.is_plain or c.own_method = any(w.through)), false) as is_contested
    from claim as c
    inner join in_use as u on c.period = u.period and c.indicator = u.indicator and c.basis = u.basis
    left join (
        select
            w.period,
            w.organisation,
            w.indicator,
            w.basis,
            bool_or(w.held) as held,
            bool_or(w.masked) as masked,
            bool_or(w.through is null) as is_plain,
            array_agg(w.through) as through
        from waiting as w
        group by w.period, w.organisation, w.indicator, w.basis
    ) as w
        on
            c.period = w.period
            and c.organisation = w.organisation
            and c.indicator = w.indicator
            and c.basis = w.basis
    where
        (c.is_owed or c.is_given or c.has_terms)
        -- a plan is shown where its indicator is
        and (
            c.basis not in ('plan', 'plan_completion')
            or c.period ~ '^\d{4}$'
            or exists (
                select 1
                from in_use as shown
                where shown.period = c.period and shown.indicator = c.indicator and shown.basis in ('current', 'cumulative')
            )
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
        r.is_given::integer as reported,
        r.is_owed::integer as expected,
        case when not r.is_given and not r.held then array[r.organisation] else '{}' end as missing,
        case when not r.is_given and r.held then array[r.organisation] else '{}' end as held,
        case when r.is_given and r.is_contested then array[r.organisation] else '{}' end as contested,
        case
            when r.is_owed and r.masked and (r.is_contested or not r.is_given) then array[r.organisation] else '{}'
        end as placeholder,
        case when r.is_given then array[r.organisation] else '{}' end as counted,
        null::numeric as year_before_share
    from relevant as r
),

-- what cannot be divided among several heirs is shown for the one organisation that was all of it before
before_division as (
    select
        r.period,
        r.estate as organisation,
        r.indicator,
        r.basis,
        min(r.own_method) as method,
        max(r.formula) as formula,
        sum(r.above) as above,
        sum(r.below) as below,
        max(r.scale) as scale
    from relevant as r
    inner join core.organisation as o on r.estate = o.code
    where
        r.heirs > 1
        and r.has_terms
        and not exists (
            select 1
            from relevant as own
            where
                own.period = r.period
                and own.organisation = r.estate
                and own.indicator = r.indicator
                and own.basis = r.basis
        )
    group by r.period, r.estate, r.indicator, r.basis
    having count(*) = max(r.heirs)
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
        r.held,
        r.masked,
        r.any_waiting,
        r.is_contested,
        r.refers_to,
        r.base,
        r.base_heirs,
        -- of several heirs together all must be counted
        r.has_terms
        and (
            r.heirs = 1
            or count(*) filter (where r.has_terms) over (
                partition by l.period, l.ancestor, l.indicator, l.basis, r.estate
            ) = r.heirs
        ) as has_terms
    from leaf as l
    inner join relevant as r
        on
            l.period = r.period
            and l.organisation = r.organisation
            and l.indicator = r.indicator
            and l.basis = r.basis
),

-- growth and its base are put together for one kind: of cumulatives where anybody has them
of_one_kind as (
    select
        c.period,
        c.ancestor,
        c.organisation,
        c.indicator,
        c.basis,
        c.formula,
        c.above,
        c.below,
        c.scale,
        c.is_owed,
        c.held,
        c.masked,
        c.any_waiting,
        c.is_contested,
        c.base,
        c.base_heirs,
        c.has_terms
        and c.refers_to is not distinct from (
            case
                when c.refers_to is null then null
                else min(c.refers_to) filter (where c.has_terms) over (partition by c.period, c.ancestor, c.indicator, c.basis)
            end
        ) as has_terms
    from counted as c
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
        coalesce(array_agg(c.organisation order by c.organisation) filter (where c.has_terms and c.is_contested), '{}') as contested,
        coalesce(
            array_agg(c.organisation order by c.organisation)
            filter (where c.is_owed and c.masked and (c.is_contested or not c.has_terms)),
            '{}'
        ) as placeholder,
        coalesce(array_agg(c.organisation order by c.organisation) filter (where c.has_terms), '{}') as counted,
        sum(c.base) filter (where c.has_terms) as base_given,
        sum(c.base) filter (where c.has_terms or c.is_owed or c.any_waiting) as base_all,
        -- of those missing each must have had one of its own, or nobody knows how much is missing
        coalesce(
            bool_and(c.base is not null and c.base_heirs = 1) filter (where not c.has_terms and (c.is_owed or c.any_waiting)),
            true
        )
        and coalesce(min(c.base) >= 0, false) as is_base_known
    from of_one_kind as c
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
        core.composed(o.formula, o.above, o.below, o.scale) as value,
        o.reported,
        o.expected,
        o.missing,
        o.held,
        o.contested,
        o.placeholder,
        o.counted,
        case
            when o.formula in ('sum', 'growth') and o.basis <> 'plan' and o.reported > 0 and o.expected > 0 and o.is_base_known
                then 100 * coalesce(o.base_given, 0) / nullif(o.base_all, 0)
        end as year_before_share
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
    union all
    select
        b.period,
        b.organisation,
        b.indicator,
        b.basis,
        b.method,
        core.composed(b.formula, b.above, b.below, b.scale) as value,
        1 as reported,
        0 as expected,
        '{}' as missing,
        '{}' as held,
        '{}' as contested,
        '{}' as placeholder,
        array[b.organisation] as counted,
        null as year_before_share
    from before_division as b
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
    b.expected > 0 and b.reported >= b.expected and cardinality(b.missing) = 0 and cardinality(b.held) = 0 as full_coverage,
    b.placeholder,
    b.counted,
    b.year_before_share
from all_rows as b
$$;
comment on function core.rollup_row(text[], text[]) is
'the rows of mart.rollup for the periods, without names and ranks; of some indicators with those that their ratios are made of, null: of all';
