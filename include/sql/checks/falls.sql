-- cumulatives of flows against the month before: a fall, and a sum that does not go on. silent in the first owed
-- period of a year, and where the form's own relation says it. a fall that the month itself explains is asked only.
with compared as (
    select
        f.submission_no,
        f.figure_no,
        f.place,
        f.organisation,
        f.indicator,
        f.period,
        f.basis,
        f.value,
        coalesce(f.digit_weight, power(10::numeric, -i.decimals)) as weight,
        p.value as before,
        coalesce(p.digit_weight, power(10::numeric, -i.decimals)) as weight_before,
        m.value as month,
        m.figure_no as month_no,
        m.place as month_place,
        coalesce(m.digit_weight, power(10::numeric, -i.decimals)) as weight_month,
        exists(
            select 1
            from stated as s
            where s.form = b.form and s.topic = 'fall' and s.indicator = f.indicator and s.basis = f.basis
        ) as fall_stated,
        exists(
            select 1
            from stated as s
            where s.form = b.form and s.topic = 'continuity' and s.indicator = f.indicator and s.basis = f.basis
        ) as continuity_stated
    from batch as b
    inner join staging.figure as f on b.run_id = f.run_id and b.submission_no = f.submission_no
    inner join core.indicator as i on f.indicator = i.code
    inner join core.period as t on f.period = t.period
    inner join published_before as p
        on
            f.submission_no = p.submission_no
            and f.organisation = p.organisation
            and f.period = p.period
            and f.indicator = p.indicator
            and f.basis = p.basis
    left join first_owed as fo on b.form = fo.form and f.indicator = fo.indicator
    left join staging.figure as m
        on
            f.run_id = m.run_id
            and f.submission_no = m.submission_no
            and f.organisation = m.organisation
            and f.indicator = m.indicator
            and f.period = m.period
            and m.basis = 'current'
            and m.status = 'reported'
            and not m.is_total
    where
        f.status = 'reported'
        and f.basis = 'cumulative'
        and i.kind = 'flow'
        and not f.is_total
        and not f.candidate
        and substr(p.past, 1, 4) = substr(f.period, 1, 4)
        and t.last_month > coalesce(fo.month, 1)
),

measured as (
    select
        c.*,
        c.before - c.weight_before / 2 - (c.value + c.weight / 2) as fallen,
        greatest(
            c.value - c.weight / 2 - (c.before + c.month + (c.weight_before + c.weight_month) / 2),
            c.before + c.month - (c.weight_before + c.weight_month) / 2 - (c.value + c.weight / 2)
        ) as apart
    from compared as c
)

select
    m.submission_no,
    case when m.month < 0 and m.apart <= 0 then 'cumulative-fell-by-month' else 'cumulative-below-last-month' end as type,
    null::text as severity,
    m.place,
    m.organisation,
    m.indicator,
    m.period,
    m.basis,
    trim_scale(m.value)::text as observed,
    trim_scale(m.before)::text as expected,
    trim_scale(m.before - m.value)::text as difference,
    '{}'::jsonb as fields,
    array[m.figure_no] as holds
from measured as m
where m.fallen > 0 and not m.fall_stated
union all
select
    m.submission_no,
    'cumulative-not-continuous' as type,
    null::text as severity,
    concat_ws(', ', m.place, m.month_place) as place,
    m.organisation,
    m.indicator,
    m.period,
    m.basis,
    trim_scale(m.value)::text as observed,
    trim_scale(m.before + m.month)::text as expected,
    trim_scale(abs(m.value - m.before - m.month))::text as difference,
    '{}'::jsonb as fields,
    array[m.figure_no, m.month_no] as holds
from measured as m
where m.apart >= m.weight and m.fallen <= 0 and not m.continuity_stated
