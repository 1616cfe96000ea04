-- an organisation's own figure against the sum of its parts, where all of them are there: additive indicators only, for no
-- other has a sum. rounding may explain half a unit of the last digit of the figure and of each part (of both cumulatives
-- where the parts are differences). what only other maturities make differ, and the plan, which may be set higher below, is
-- no mismatch. one figure of several periods (June, the half year) is compared at the period at which it was reported.
with both_levels as materialized (
    -- rollups have just been replaced, so that nothing is known of how many there are: one pass, no join
    select
        r.period,
        r.organisation,
        r.indicator,
        r.organisation_name,
        r.indicator_name,
        r.basis,
        r.unit,
        max(r.value) filter (where r.method = 'reported') as value,
        max(r.value) filter (where r.method = 'sum_of_children') as sum_of_parts,
        max(r.reported) filter (where r.method = 'sum_of_children') as reported
    from core.rollup as r
    where
        r.period = any(%(periods)s)
        and (%(indicators)s::text[] is null or r.indicator = any(%(indicators)s))
        and r.basis in ('current', 'cumulative')
        and (
            r.method = 'reported'
            or (r.method = 'sum_of_children' and r.full_coverage and cardinality(r.contested) = 0)
        )
    group by r.period, r.organisation, r.indicator, r.organisation_name, r.indicator_name, r.basis, r.unit
),

differing as materialized (
    select
        b.*,
        t.year,
        t.last_month,
        case when b.basis = 'current' and t.months > 1 then 2 else 1 end as terms
    from both_levels as b
    inner join core.period as t on b.period = t.period
    where b.value <> b.sum_of_parts
),

source as materialized (
    select
        s.period,
        s.organisation,
        s.indicator,
        s.basis,
        s.value,
        s.maturity,
        s.digit_weight
    from core.source_figure as s
    where
        s.period_year between (select min(d.year) from differing as d) and (select max(d.year) from differing as d)
        and s.period = any(array(select d.period from differing as d))
        and s.organisation = any(array(select d.organisation from differing as d))
        and s.indicator = any(array(select d.indicator from differing as d))
        and s.turn = 1
        and s.status = 'reported'
),

line as materialized (
    select
        l.organisation,
        l.ancestor
    from core.organisation_line as l
),

compared as (
    select
        d.*,
        s.maturity,
        coalesce(s.digit_weight, power(10::numeric, -i.decimals)) as weight,
        power(10::numeric, -i.decimals) as own_unit
    from differing as d
    inner join core.indicator as i on d.indicator = i.code
    inner join source as s
        on
            d.period = s.period
            and d.organisation = s.organisation
            and d.indicator = s.indicator
            and d.value = s.value
            and (d.basis = s.basis or (i.kind = 'stock' and s.basis = 'cumulative'))
),

measured as (
    select
        c.*,
        abs(c.sum_of_parts - c.value) as gap,
        (
            select max(coalesce(f.digit_weight, c.own_unit))
            from line as l
            inner join core.figure as f
                on l.organisation = f.organisation and c.year = f.period_year and c.indicator = f.indicator and f.known_to = 'infinity'
            where l.ancestor = c.organisation and f.basis in ('current', 'cumulative') and f.status = 'reported'
        ) as part_weight,
        exists(
            select 1
            from line as l
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
        'organisation', a.organisation_name,
        'indicator', a.indicator_name,
        'detail', a.reported::text,
        'observed', trim_scale(a.sum_of_parts)::text || a.unit,
        'expected', trim_scale(a.value)::text || a.unit,
        'difference', trim_scale(a.gap)::text || a.unit
    ) as fields
from apart as a
order by a.period, a.organisation, a.indicator;
