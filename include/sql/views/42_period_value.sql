-- each organisation's own value at a period, from the one source that counts (turn 1), over time as PRACTICE's rollups say:
--   reported       the figure of the period itself; of a shorter period that ends with it, what stands at a month's end
--                  (cumulatives, what is beside them, stocks)
--   difference     a flow is its cumulative less the one just before its first month, where the flow itself was not given
--   sum            months (quarters) are summed only where no cumulative exists and all are there; from January on wherever a
--                  form asks for no cumulative (core.summed_flow)
-- nothing is derived in place of a month, or of a cumulative, that was read and waits for a correction. before a succession
-- the terms are those of all that an organisation took over (core.estate): what one of them lacks, the heir lacks. before the
-- first day of one that is nobody's heir there is nothing to lack.
create function core.period_value(periods text[], indicators text[] default null)
returns table (
    period text,
    organisation text,
    indicator text,
    basis text,
    value numeric,
    refers_to text,
    method text,
    adds_to_parent boolean,
    -- its form has a cumulative beside it
    has_cumulative boolean,
    -- a value of several heirs together: whole at the first, 0 at the others; null for an organisation's own
    estate text,
    heirs integer
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
        p.*,
        p.first_month - 1 as month_before,
        make_date(p.year, p.first_month, 1) - 1 as day_before
    from core.period as p
    where p.period = any(periods)
),

input as materialized (
    select distinct n.input as period
    from core.period_input as n
    inner join target as t on n.period = t.period
    inner join core.period as p on n.input = p.period and t.year = p.year
),

cumulative_row as (
    select distinct
        r.form,
        r.indicator
    from core.form_row as r
    where r.basis = 'cumulative'
),

chosen as materialized (
    select
        p.year,
        p.first_month,
        p.last_month,
        p.last_day,
        p.months,
        f.organisation,
        f.indicator,
        f.basis,
        f.value,
        f.refers_to,
        f.adds_to_parent,
        i.kind,
        r.form is not null as has_cumulative
    from core.source_figure as f
    inner join core.period as p on f.period = p.period
    inner join core.indicator as i on f.indicator = i.code
    left join cumulative_row as r on f.form = r.form and f.indicator = r.indicator
    where
        f.turn = 1
        and f.status = 'reported'
        and f.period = any(array(select n.period from input as n))
        and f.period_year between (select min(t.year) from target as t) and (select max(t.year) from target as t)
        and (indicators is null or f.indicator = any(indicators))
),

-- months and cumulatives whose last word was no figure: nothing is derived in their place
waits as materialized (
    select distinct
        p.year,
        p.last_month,
        p.months,
        w.organisation,
        w.indicator,
        w.basis
    from core.waiting_figure as w
    inner join core.period as p on w.period = p.period
    where
        w.basis in ('current', 'cumulative')
        and w.period = any(array(select n.period from input as n))
        and (indicators is null or w.indicator = any(indicators))
),

related as materialized (
    select e.*
    from core.estate(periods) as e
    where e.span in ('flow', 'plan')
),

tied as materialized (
    select r.*
    from related as r
    where r.span = 'flow'
),

-- nobody was there before the period, and nothing was taken over: its cumulative begins in it
opened as materialized (
    select
        t.period,
        o.organisation as estate,
        count(*) as parts,
        p.months
    from target as t
    inner join core.opened_organisation as o on t.day_before < o.valid_from and t.last_day >= o.valid_from
    inner join core.period as p
        on
            t.year = p.year
            and t.first_month <= p.first_month
            and t.last_month >= p.last_month
            and o.valid_from <= p.last_day
    where
        not exists (
            select 1
            from tied as m
            where m.period = t.period and m.organisation = o.organisation
        )
    group by t.period, o.organisation, p.months
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
        c.has_cumulative or c.basis = 'cumulative' as has_cumulative,
        case c.basis when 'cumulative' then 1 else 2 end as choice
    from chosen as c
    left join waits as w
        on
            w.basis = 'cumulative'
            and c.basis = 'current'
            and c.year = w.year
            and c.last_month = w.last_month
            and c.organisation = w.organisation
            and c.indicator = w.indicator
    where
        c.kind <> 'stock'
        and (c.basis = 'cumulative' or (c.basis = 'current' and c.first_month = 1 and c.kind = 'flow' and w.year is null))
),

to_the_end as materialized (
    select distinct on (t.period, c.organisation, c.indicator)
        t.period,
        t.first_month,
        t.months,
        c.organisation,
        c.indicator,
        c.kind,
        c.value,
        c.adds_to_parent,
        c.has_cumulative,
        c.choice
    from target as t
    inner join cumulative as c on t.year = c.year and t.last_month = c.last_month and t.months >= c.months
    order by t.period asc, c.organisation asc, c.indicator asc, c.choice asc, (c.months = t.months) desc, c.months asc
),

to_the_beginning as materialized (
    select distinct on (t.period, c.organisation, c.indicator)
        t.period,
        t.day_before,
        c.organisation,
        c.indicator,
        c.value
    from target as t
    inner join cumulative as c on t.year = c.year and t.month_before = c.last_month
    order by t.period asc, c.organisation asc, c.indicator asc, c.choice asc, c.months asc
),

-- the flow of an estate as a difference: all heirs must have the end, all that were there before (those of another kind if
-- they gave one) the beginning
ending as (
    select
        e.period,
        coalesce(m.estate, e.organisation) as estate,
        e.indicator,
        sum(e.value) as value,
        bool_and(e.adds_to_parent) as adds_to_parent,
        coalesce(max(m.heirs), 1) as heirs
    from to_the_end as e
    left join tied as m on e.period = m.period and e.organisation = m.organisation
    where e.kind = 'flow' and e.first_month > 1 and m.is_heir is not false
    group by e.period, coalesce(m.estate, e.organisation), e.indicator
    having count(*) = coalesce(max(m.heirs), 1)
),

beginning as (
    select
        b.period,
        coalesce(m.estate, b.organisation) as estate,
        b.indicator,
        sum(b.value) as value,
        count(*) filter (where m.is_kin is not false) as given
    from to_the_beginning as b
    left join tied as m on b.period = m.period and b.organisation = m.organisation
    where m.period is null or b.day_before between m.valid_from and m.valid_to
    group by b.period, coalesce(m.estate, b.organisation), b.indicator
),

-- and as a sum of its parts: how many figures there must be of each length, in how many parts
tied_part as (
    select
        m.period,
        m.estate,
        p.months,
        count(*) as needed,
        count(distinct p.last_day) as parts
    from tied as m
    inner join target as t on m.period = t.period
    inner join core.period as p
        on
            t.year = p.year
            and t.month_before < p.first_month
            and t.last_month >= p.last_month
            and t.months > p.months
            and m.valid_from <= p.last_day
            and m.valid_to >= p.last_day
    where m.is_kin
    group by m.period, m.estate, p.months
    union all
    select
        o.period,
        o.estate,
        o.months,
        o.parts as needed,
        t.months / o.months as parts
    from opened as o
    inner join target as t on o.period = t.period and t.months > o.months
),

summed as (
    select distinct on (t.period, coalesce(m.estate, c.organisation), c.indicator)
        t.period,
        coalesce(m.estate, c.organisation) as estate,
        c.indicator,
        sum(c.value) as value,
        bool_and(c.adds_to_parent) as adds_to_parent,
        bool_or(c.has_cumulative) as has_cumulative,
        coalesce(max(m.heirs), 1) as heirs
    from target as t
    inner join chosen as c
        on
            t.year = c.year
            and t.first_month <= c.first_month
            and t.last_month >= c.last_month
            and t.months > c.months
    left join tied as m on t.period = m.period and c.organisation = m.organisation
    left join tied_part as p
        on t.period = p.period and coalesce(m.estate, c.organisation) = p.estate and c.months = p.months
    where c.basis = 'current' and c.kind = 'flow' and (m.period is null or c.last_day between m.valid_from and m.valid_to)
    group by t.period, t.months, coalesce(m.estate, c.organisation), c.indicator, c.months
    having
        count(*) filter (where m.is_kin is not false) = coalesce(max(p.needed), t.months / c.months)
        and coalesce(max(p.parts), t.months / c.months) * c.months = t.months
    order by t.period asc, coalesce(m.estate, c.organisation) asc, c.indicator asc, c.months asc
),

-- where a cumulative exists or waits, months are not summed
with_cumulative as (
    select
        e.period,
        coalesce(m.estate, e.organisation) as estate,
        e.indicator
    from to_the_end as e
    left join tied as m on e.period = m.period and e.organisation = m.organisation
    union
    select
        t.period,
        coalesce(m.estate, w.organisation) as estate,
        w.indicator
    from waits as w
    inner join target as t on w.year = t.year and w.last_month = t.last_month and w.months <= t.months
    left join tied as m on t.period = m.period and w.organisation = m.organisation
    where w.basis = 'cumulative'
),

of_estate as (
    select
        e.period,
        e.estate,
        e.indicator,
        e.value - coalesce(b.value, 0) as value,
        'derived_from_cumulatives' as method,
        e.adds_to_parent,
        true as has_cumulative,
        e.heirs
    from ending as e
    left join beginning as b on e.period = b.period and e.estate = b.estate and e.indicator = b.indicator
    left join (
        select
            m.period,
            m.estate,
            count(*) filter (where t.day_before between m.valid_from and m.valid_to) as needed
        from tied as m
        inner join target as t on m.period = t.period
        where m.is_kin
        group by m.period, m.estate
    ) as n on e.period = n.period and e.estate = n.estate
    left join (
        select distinct
            o.period,
            o.estate
        from opened as o
    ) as o on e.period = o.period and e.estate = o.estate
    where (b.given = coalesce(n.needed, 1) and b.given > 0) or (o.period is not null and b.period is null)
    union all
    select
        s.period,
        s.estate,
        s.indicator,
        s.value,
        'derived_from_months' as method,
        s.adds_to_parent,
        s.has_cumulative,
        s.heirs
    from summed as s
    left join with_cumulative as c on s.period = c.period and s.estate = c.estate and s.indicator = c.indicator
    where c.period is null and s.heirs > 0
),

-- the sum since January stands where no cumulative exists or waits
with_cumulative_to_date as (
    select
        e.period,
        e.organisation,
        e.indicator
    from to_the_end as e
    union
    select
        t.period,
        w.organisation,
        w.indicator
    from waits as w
    inner join target as t on w.year = t.year and w.last_month = t.last_month and w.months <= t.months
    where w.basis = 'cumulative'
),

to_date as (
    select s.*
    from core.sum_since_january(periods, indicators) as s
    left join (
        select distinct
            w.period,
            coalesce(m.estate, w.organisation) as whole,
            w.indicator
        from with_cumulative_to_date as w
        left join related as m on w.period = m.period and w.organisation = m.organisation and m.span = 'plan'
    ) as c on s.period = c.period and s.whole = c.whole and s.indicator = c.indicator
    where c.period is null
),

flow as (
    select
        d.period,
        coalesce(m.organisation, d.estate) as organisation,
        d.indicator,
        case
            when d.heirs > 1 and m.organisation > min(m.organisation) over (partition by d.period, d.estate, d.indicator, d.method) then 0
            else d.value
        end as value,
        d.method,
        d.adds_to_parent,
        d.has_cumulative,
        case when d.heirs > 1 then d.estate end as estate,
        d.heirs
    from of_estate as d
    left join tied as m on d.period = m.period and d.estate = m.estate and m.is_heir
    union all
    -- from January on the flow is its cumulative
    select
        e.period,
        e.organisation,
        e.indicator,
        e.value,
        'derived_from_cumulatives' as method,
        e.adds_to_parent,
        e.has_cumulative,
        null as estate,
        1 as heirs
    from to_the_end as e
    where e.first_month = 1 and e.kind = 'flow'
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
        c.has_cumulative,
        null as estate,
        1 as heirs,
        case when c.kind = 'stock' and c.basis = 'cumulative' then 2 else 1 end as choice
    from target as t
    inner join chosen as c on t.year = c.year and t.first_month = c.first_month and t.last_month = c.last_month
    where (c.basis <> 'cumulative' or c.kind = 'stock') and (c.basis <> 'plan' or c.months < 12)
    union all
    select
        e.period,
        e.organisation,
        e.indicator,
        'cumulative' as basis,
        e.value,
        null as refers_to,
        case e.choice when 1 then 'reported' else 'derived_from_months' end as method,
        e.adds_to_parent,
        e.has_cumulative,
        null as estate,
        1 as heirs,
        1 as choice
    from to_the_end as e
    union all
    select
        d.period,
        d.organisation,
        d.indicator,
        'current' as basis,
        d.value,
        null as refers_to,
        d.method,
        d.adds_to_parent,
        d.has_cumulative,
        d.estate,
        d.heirs,
        2 as choice
    from flow as d
    inner join target as t on d.period = t.period
    left join waits as w
        on
            w.basis = 'current'
            and t.months = 1
            and w.months = 1
            and t.year = w.year
            and t.last_month = w.last_month
            and d.organisation = w.organisation
            and d.indicator = w.indicator
    where w.year is null
    union all
    select
        d.period,
        d.organisation,
        d.indicator,
        'cumulative' as basis,
        d.value,
        null as refers_to,
        d.method,
        d.adds_to_parent,
        d.has_cumulative,
        d.estate,
        d.heirs,
        3 as choice
    from flow as d
    inner join target as t on d.period = t.period
    where d.method = 'derived_from_months' and t.first_month = 1
    union all
    select
        d.period,
        d.organisation,
        d.indicator,
        'cumulative' as basis,
        d.value,
        null as refers_to,
        'derived_from_months' as method,
        d.adds_to_parent,
        false as has_cumulative,
        d.estate,
        d.heirs,
        3 as choice
    from to_date as d
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
        c.has_cumulative,
        null as estate,
        1 as heirs,
        3 + c.months as choice
    from target as t
    inner join chosen as c on t.year = c.year and t.last_month = c.last_month and t.months > c.months
    where
        (c.kind = 'stock' and c.basis in ('current', 'cumulative', 'prior_year', 'growth_rate'))
        or (
            c.kind <> 'stock'
            and c.basis in ('prior_year', 'growth_rate')
            and (c.refers_to = 'cumulative' or (c.refers_to is null and (c.has_cumulative or c.kind <> 'flow')))
        )
        or c.basis = 'plan_completion'
    union all
    select
        p.period,
        p.organisation,
        p.indicator,
        'plan' as basis,
        p.value,
        null as refers_to,
        'reported' as method,
        p.adds_to_parent,
        false as has_cumulative,
        p.estate,
        p.heirs,
        2 as choice
    from core.inherited_plan(periods, indicators) as p
)

select distinct on (c.period, c.organisation, c.indicator, c.basis)
    c.period,
    c.organisation,
    c.indicator,
    c.basis,
    c.value,
    c.refers_to,
    c.method,
    c.adds_to_parent,
    c.has_cumulative,
    c.estate,
    c.heirs
from candidate as c
order by c.period asc, c.organisation asc, c.indicator asc, c.basis asc, c.choice asc
$$;
comment on function core.period_value(text[], text[]) is 'each organisation''s own value at the periods, with how it came about';
