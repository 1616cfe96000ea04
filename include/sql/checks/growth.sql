-- growth against the values beside it, by interval arithmetic; the fault lies on the growth alone.
-- recomputed: any gap beyond rounding. comparable: asked above 10 points or where the sign differs. constant prices: never.
with rates as (
    select
        f.*,
        b.form,
        i.growth,
        coalesce(f.digit_weight, 0.1) as rate_weight,
        i.decimals,
        case when f.basis = 'growth_rate' then 'prior_year' else 'current_prior_year' end as prior_basis,
        case when f.basis = 'growth_rate' then coalesce(f.refers_to, 'cumulative') else 'current' end as value_basis
    from batch as b
    inner join staging.figure as f on b.run_id = f.run_id and b.submission_no = f.submission_no
    inner join core.indicator as i on f.indicator = i.code
    where
        f.status = 'reported'
        and f.basis in ('growth_rate', 'current_growth_rate')
        and i.growth in ('recompute', 'comparable')
        and not f.is_total
        and not f.candidate
        and not exists (
            select 1
            from stated as s
            where s.form = b.form and s.topic = 'growth' and s.indicator = f.indicator and s.basis = f.basis
        )
),

values_beside as (
    select
        r.*,
        v.value as now_value,
        v.basis as now_basis,
        v.place as now_place,
        coalesce(v.digit_weight, power(10::numeric, -r.decimals)) / 2 as now_half,
        p.value as prior_value,
        p.place as prior_place,
        coalesce(p.digit_weight, power(10::numeric, -r.decimals)) / 2 as prior_half
    from rates as r
    inner join staging.figure as v
        on
            r.run_id = v.run_id
            and r.submission_no = v.submission_no
            and r.organisation = v.organisation
            and r.indicator = v.indicator
            and r.period = v.period
            and v.status = 'reported'
            and not v.is_total
            and (
                r.value_basis = v.basis
                or (
                    r.refers_to is null and r.basis = 'growth_rate' and v.basis = 'current' and not exists (
                        select 1
                        from staging.figure as c
                        where
                            c.run_id = r.run_id
                            and c.submission_no = r.submission_no
                            and c.organisation = r.organisation
                            and c.indicator = r.indicator
                            and c.period = r.period
                            and c.basis = 'cumulative'
                    )
                )
            )
    inner join staging.figure as p
        on
            r.run_id = p.run_id
            and r.submission_no = p.submission_no
            and r.organisation = p.organisation
            and r.indicator = p.indicator
            and r.period = p.period
            and r.prior_basis = p.basis
            and p.status = 'reported'
            and not p.is_total
    where p.value > coalesce(p.digit_weight, power(10::numeric, -r.decimals)) / 2
),

computed as (
    select
        v.*,
        100 * (v.now_value / v.prior_value - 1) as expected_rate,
        100 * (
            least((v.now_value - v.now_half) / (v.prior_value + v.prior_half), (v.now_value - v.now_half) / (v.prior_value - v.prior_half)) - 1
        ) as lowest,
        100 * (
            greatest((v.now_value + v.now_half) / (v.prior_value + v.prior_half), (v.now_value + v.now_half) / (v.prior_value - v.prior_half)) - 1
        ) as highest
    from values_beside as v
),

apart as (
    select
        c.*,
        greatest(c.value - c.rate_weight / 2 - c.highest, c.lowest - (c.value + c.rate_weight / 2)) as gap,
        c.value <> 0 and c.expected_rate <> 0 and (
            abs(100 * c.value - c.expected_rate) <= 100 * c.rate_weight
            or abs(c.value / 100 - c.expected_rate) <= c.rate_weight
        ) as by_hundred
    from computed as c
),

judged as (
    select
        a.*,
        case
            when a.growth = 'comparable' then 'growth-implausible'
            when a.gap < a.rate_weight then 'rounding'
            when a.by_hundred then 'percent-scale'
            else 'growth-differs'
        end as type
    from apart as a
    where
        (a.growth = 'recompute' and a.gap > 0)
        or (a.growth = 'comparable' and (a.gap > 10 or (a.gap > 0 and sign(a.value) * sign(a.expected_rate) < 0)))
)

select
    j.submission_no,
    j.type,
    null::text as severity,
    j.place,
    j.organisation,
    j.indicator,
    j.period,
    j.basis,
    trim_scale(j.value)::text as observed,
    trim_scale(round(j.expected_rate, 2))::text as expected,
    trim_scale(round(abs(j.value - j.expected_rate), 2))::text as difference,
    jsonb_build_object(
        'operands',
        jsonb_build_array(
            jsonb_build_object('basis', j.now_basis, 'place', j.now_place, 'value', trim_scale(j.now_value)::text),
            jsonb_build_object('basis', j.prior_basis, 'place', j.prior_place, 'value', trim_scale(j.prior_value)::text)
        )
    ) as fields,
    case when j.type = 'rounding' then '{}'::integer[] else array[j.figure_no] end as holds
from judged as j
where
    not exists (
        select 1
        from staging.finding as n
        where n.run_id = j.run_id and n.submission_no = j.submission_no and n.place = j.place and n.rule in ('percent-scale', 'percentage-points')
    )
