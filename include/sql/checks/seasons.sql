-- a row owed in some months only goes on from the last month in which it was owed: its cumulative does not fall below that
-- one's. months between were not asked for, so that no sum is checked; a reduction announced for one since then excuses it.
with owed as (
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
        i.decimals,
        b.reporter,
        b.form,
        b.received_at,
        t.year,
        t.last_month,
        (
            select max(n.month)
            from unnest(r.months) as n (month)
            where n.month < t.last_month
        ) as month_before
    from batch as b
    inner join staging.figure as f on b.run_id = f.run_id and b.submission_no = f.submission_no
    inner join core.indicator as i on f.indicator = i.code
    inner join core.period as t on f.period = t.period
    inner join core.form_row as r on b.form = r.form and f.indicator = r.indicator and f.basis = r.basis
    inner join core.form as v
        on
            r.form = v.code
            and r.version = v.version
            and coalesce(t.last_day >= v.valid_from, true)
            and coalesce(t.last_day <= v.valid_to, true)
    where
        f.status = 'reported'
        and f.basis = 'cumulative'
        and i.kind = 'flow'
        and t.frequency = 'month'
        and not f.is_total
        and not f.candidate
        and t.last_month = any(r.months)
),

fallen as (
    select
        o.*,
        c.period as before_period,
        c.value as before
    from owed as o
    inner join core.figure as c
        on
            o.organisation = c.organisation
            and o.indicator = c.indicator
            and o.basis = c.basis
            and o.reporter = c.reporter
            and o.form = c.form
            and o.year = c.period_year
            and c.period = o.year || '-' || lpad(o.month_before::text, 2, '0')
    where
        -- the month just before is compared by the rule for every row
        o.month_before < o.last_month - 1
        and c.known_to = 'infinity'
        and c.status = 'reported'
        and c.value - coalesce(c.digit_weight, power(10::numeric, -o.decimals)) / 2 > o.value + o.weight / 2
)

select
    f.submission_no,
    'cumulative-below-last-owed' as type,
    null::text as severity,
    f.place,
    f.organisation,
    f.indicator,
    f.period,
    f.basis,
    trim_scale(f.value)::text as observed,
    trim_scale(f.before)::text as expected,
    trim_scale(f.before - f.value)::text as difference,
    jsonb_build_object('detail', f.before_period) as fields,
    array[f.figure_no] as holds
from fallen as f
where
    not exists (
        select 1
        from quality.reduction as r
        where
            r.organisation = f.organisation
            and r.indicator = f.indicator
            and r.period > f.before_period
            and r.period <= f.period
            and r.decided_at <= f.received_at
    )
