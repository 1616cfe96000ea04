-- an organisation's own figure against the sum of its parts, where all of them are there: additive indicators only, for no
-- other has a sum. rounding may explain half a unit of the last digit of the figure and of each part (of both cumulatives
-- where the parts are differences). what only other maturities make differ, and the plan, which may be set higher below, is
-- no mismatch. one figure of several periods (June, the half year) is compared at the period at which it was reported.
with own as (
    select
        r.period,
        r.organisation,
        r.indicator,
        r.basis,
        r.value,
        r.unit,
        s.maturity,
        coalesce(s.digit_weight, power(10::numeric, -i.decimals)) as weight
    from mart.rollup as r
    inner join core.indicator as i on r.indicator = i.code
    inner join core.source_figure as s
        on
            r.period = s.period
            and r.organisation = s.organisation
            and r.indicator = s.indicator
            and r.value = s.value
            and (r.basis = s.basis or (i.kind = 'stock' and s.basis = 'cumulative'))
            and s.turn = 1
            and s.status = 'reported'
    where r.period = any(%(periods)s) and r.method = 'reported' and r.basis in ('current', 'cumulative')
),

parts as (
    select
        r.period,
        r.organisation,
        r.indicator,
        r.basis,
        r.value,
        r.reported,
        t.year,
        t.last_month,
        case when r.basis = 'current' and t.months > 1 then 2 else 1 end as terms
    from mart.rollup as r
    inner join core.period as t on r.period = t.period
    where
        r.period = any(%(periods)s)
        and r.method = 'sum_of_children'
        and r.full_coverage
        and cardinality(r.contested) = 0
        and r.value is not null
),

compared as (
    select
        o.period,
        o.organisation,
        o.indicator,
        o.basis,
        o.value,
        o.unit,
        o.weight,
        o.maturity,
        p.value as sum_of_parts,
        p.reported,
        p.terms,
        p.year,
        p.last_month
    from own as o
    inner join parts as p
        on o.period = p.period and o.organisation = p.organisation and o.indicator = p.indicator and o.basis = p.basis
    where o.value <> p.value
),

measured as (
    select
        c.*,
        abs(c.sum_of_parts - c.value) as gap,
        (
            select max(coalesce(f.digit_weight, power(10::numeric, -i.decimals)))
            from core.organisation_line as l
            inner join core.figure as f
                on l.organisation = f.organisation and c.year = f.period_year and c.indicator = f.indicator and f.known_to = 'infinity'
            inner join core.indicator as i on f.indicator = i.code
            where l.ancestor = c.organisation and f.basis in ('current', 'cumulative') and f.status = 'reported'
        ) as part_weight,
        exists(
            select 1
            from core.organisation_line as l
            inner join core.figure as f
                on l.organisation = f.organisation and c.year = f.period_year and c.indicator = f.indicator and f.known_to = 'infinity'
            inner join core.period as t on f.period = t.period
            where
                l.ancestor = c.organisation
                and t.last_month = c.last_month
                and f.basis in ('current', 'cumulative')
                and f.status = 'reported'
                and f.maturity is distinct from c.maturity
        ) as of_other_maturity
    from compared as c
),

apart as (
    select distinct on (m.period, m.organisation, m.indicator) m.*
    from measured as m
    where m.gap > (m.weight + m.reported * m.terms * m.part_weight) / 2 and not m.of_other_maturity
    order by m.period asc, m.organisation asc, m.indicator asc, m.basis = 'cumulative' desc
)

select
    a.period,
    'level-mismatch' as type,
    null::text as severity,
    a.organisation,
    a.indicator,
    a.basis,
    '' as reporter,
    '' as form,
    '' as other_reporter,
    '' as other_form,
    trim_scale(a.sum_of_parts)::text as observed,
    trim_scale(a.value)::text as expected,
    trim_scale(a.gap)::text as difference,
    jsonb_build_object(
        'detail', a.reported::text,
        'observed', trim_scale(a.sum_of_parts)::text || a.unit,
        'expected', trim_scale(a.value)::text || a.unit,
        'difference', trim_scale(a.gap)::text || a.unit
    ) as fields
from apart as a
order by a.period, a.organisation, a.indicator;
