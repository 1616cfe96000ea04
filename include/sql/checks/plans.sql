-- a plan outside the county's target form only checks: against the target that is valid at the end of what the report is about
with given as (
    select
        f.submission_no,
        f.place,
        f.organisation,
        f.indicator,
        f.period,
        f.basis,
        f.value,
        b.reporter,
        b.form,
        coalesce(t.last_day, p.last_day) as last_day,
        coalesce(f.digit_weight, power(10::numeric, -i.decimals)) as weight,
        power(10::numeric, -i.decimals) as unit
    from batch as b
    inner join staging.figure as f on b.run_id = f.run_id and b.submission_no = f.submission_no
    inner join core.indicator as i on f.indicator = i.code
    inner join core.period as p on f.period = p.period
    left join core.period as t on b.period = t.period
    where
        f.status = 'reported'
        and f.basis = 'plan'
        and not f.is_total
        and not f.candidate
        and not exists (
            select 1
            from core.target_form as g
            where g.form = b.form and g.indicator = f.indicator
        )
),

target as (
    select distinct on (g.submission_no, g.organisation, g.indicator, g.period)
        g.submission_no,
        g.organisation,
        g.indicator,
        g.period,
        v.value,
        coalesce(v.digit_weight, g.unit) as weight
    from given as g
    inner join core.plan_version as v on g.organisation = v.organisation and g.indicator = v.indicator and g.period = v.period
    inner join core.target_form as f on v.form = f.form and v.indicator = f.indicator
    where
        -- told the view itself, so that it looks at these plans only and at nothing where there are none
        v.organisation = any(array(select wanted.organisation from given as wanted))
        and v.indicator = any(array(select wanted.indicator from given as wanted))
        and v.period_year between (select min(left(wanted.period, 4)::integer) from given as wanted) and (select max(left(wanted.period, 4)::integer) from given as wanted)
        and (v.version = 0 or v.valid_from <= g.last_day)
        and exists (
            select 1
            from core.figure as live
            where
                live.period_year = v.period_year
                and live.organisation = v.organisation
                and live.indicator = v.indicator
                and live.period = v.period
                and live.basis = 'plan'
                and live.reporter = v.reporter
                and live.form = v.form
                and live.known_to = 'infinity'
                and live.status = 'reported'
        )
    order by g.submission_no asc, g.organisation asc, g.indicator asc, g.period asc, v.version desc, v.form asc
)

select
    g.submission_no,
    'plan-differs' as type,
    null::text as severity,
    g.place,
    g.organisation,
    g.indicator,
    g.period,
    g.basis,
    trim_scale(g.value)::text as observed,
    trim_scale(t.value)::text as expected,
    trim_scale(abs(g.value - t.value))::text as difference,
    '{}'::jsonb as fields,
    '{}'::integer[] as holds
from given as g
inner join target as t
    on
        g.submission_no = t.submission_no
        and g.organisation = t.organisation
        and g.indicator = t.indicator
        and g.period = t.period
where abs(g.value - t.value) > (g.weight + t.weight) / 2
