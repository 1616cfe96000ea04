-- completion against value and plan, ratios against numerator and denominator; the fault lies on the derived figure alone.
-- a share written as a fraction, or a percentage multiplied once more, is told as what it is.
with derived as (
    select
        f.*,
        b.form,
        i.decimals,
        case when f.basis = 'plan_completion' then 'completion' else 'ratio' end as topic,
        case when f.basis = 'plan_completion' then f.indicator else i.numerator end as top,
        case when f.basis = 'plan_completion' then f.indicator else i.denominator end as bottom,
        case i.unit when '‰' then 1000 when '%' then 100 else 1 end as factor
    from batch as b
    inner join staging.figure as f on b.run_id = f.run_id and b.submission_no = f.submission_no
    inner join core.indicator as i on f.indicator = i.code
    where
        f.status = 'reported'
        and not f.is_total
        and not f.candidate
        and (
            f.basis = 'plan_completion'
            or (i.aggregation = 'ratio' and i.numerator is not null and f.basis in ('current', 'cumulative', 'prior_year'))
        )
),

terms as (
    select
        d.*,
        case when d.topic = 'completion' then 100 else d.factor end as times,
        t.value as top_value,
        t.place as top_place,
        t.basis as top_basis,
        coalesce(t.digit_weight, power(10::numeric, -ti.decimals)) / 2 as top_half,
        w.value as bottom_value,
        w.place as bottom_place,
        w.basis as bottom_basis,
        coalesce(w.digit_weight, power(10::numeric, -wi.decimals)) / 2 as bottom_half,
        coalesce(d.digit_weight, power(10::numeric, -case when d.topic = 'completion' then 1 else d.decimals end)) as own_weight
    from derived as d
    inner join core.indicator as ti on d.top = ti.code
    inner join core.indicator as wi on d.bottom = wi.code
    inner join staging.figure as t
        on
            d.run_id = t.run_id
            and d.submission_no = t.submission_no
            and d.organisation = t.organisation
            and d.top = t.indicator
            and d.period = t.period
            and t.status = 'reported'
            and not t.is_total
            and t.basis = case when d.topic = 'completion' then 'cumulative' else d.basis end
    inner join staging.figure as w
        on
            d.run_id = w.run_id
            and d.submission_no = w.submission_no
            and d.organisation = w.organisation
            and d.bottom = w.indicator
            and w.status = 'reported'
            and not w.is_total
            and w.basis = case when d.topic = 'completion' then 'plan' else d.basis end
            and w.period = case when d.topic = 'completion' then substr(d.period, 1, 4) else d.period end
    where
        w.value > coalesce(w.digit_weight, power(10::numeric, -wi.decimals)) / 2
        and not exists (
            select 1
            from stated as s
            where s.form = d.form and s.topic = d.topic and s.indicator = d.indicator and s.basis = d.basis
        )
),

computed as (
    select
        t.*,
        t.times * t.top_value / t.bottom_value as expected_value,
        t.times * least(
            (t.top_value - t.top_half) / (t.bottom_value + t.bottom_half), (t.top_value - t.top_half) / (t.bottom_value - t.bottom_half)
        ) as lowest,
        t.times * greatest(
            (t.top_value + t.top_half) / (t.bottom_value + t.bottom_half), (t.top_value + t.top_half) / (t.bottom_value - t.bottom_half)
        ) as highest
    from terms as t
),

apart as (
    select
        c.*,
        greatest(c.value - c.own_weight / 2 - c.highest, c.lowest - (c.value + c.own_weight / 2)) as gap
    from computed as c
)

select
    a.submission_no,
    case
        when a.gap < a.own_weight then 'rounding'
        when
            a.times = 100 and a.value <> 0 and a.expected_value <> 0 and (
                abs(100 * a.value - a.expected_value) <= 100 * a.own_weight or abs(a.value / 100 - a.expected_value) <= a.own_weight
            )
            then 'percent-scale'
        when a.topic = 'completion' then 'completion-differs'
        else 'ratio-differs'
    end as type,
    null::text as severity,
    a.place,
    a.organisation,
    a.indicator,
    a.period,
    a.basis,
    trim_scale(a.value)::text as observed,
    trim_scale(round(a.expected_value, 2))::text as expected,
    trim_scale(round(abs(a.value - a.expected_value), 2))::text as difference,
    jsonb_build_object(
        'operands',
        case
            when a.topic = 'completion'
                then jsonb_build_array(
                    jsonb_build_object('basis', a.top_basis, 'place', a.top_place, 'value', trim_scale(a.top_value)::text),
                    jsonb_build_object('basis', a.bottom_basis, 'place', a.bottom_place, 'value', trim_scale(a.bottom_value)::text)
                )
            else jsonb_build_array(
                jsonb_build_object('indicator', a.top, 'place', a.top_place, 'value', trim_scale(a.top_value)::text),
                jsonb_build_object('indicator', a.bottom, 'place', a.bottom_place, 'value', trim_scale(a.bottom_value)::text)
            )
        end
    ) as fields,
    case when a.gap < a.own_weight then '{}'::integer[] else array[a.figure_no] end as holds
from apart as a
where a.gap > 0
