-- a growth beyond what the catalogue calls large for its indicator asks for a reason: the reported rate, whether it is
-- recomputed or authoritative; one that the values beside it contradict is another rule's. silent on bases below a hundred
-- units of the last digit, on series with a fifth of zeros, and where of the growths of earlier years a quarter were large,
-- two at least.
-- what was asked before in the year is only said again.
with subjects as (
    select
        f.run_id,
        f.submission_no,
        f.figure_no,
        f.place,
        f.organisation,
        f.indicator,
        f.period,
        f.basis,
        f.value,
        coalesce(f.refers_to, case i.kind when 'stock' then 'current' else 'cumulative' end) as value_basis,
        i.growth,
        i.large_growth,
        power(10::numeric, -i.decimals) as unit,
        t.year
    from batch as b
    inner join staging.figure as f on b.run_id = f.run_id and b.submission_no = f.submission_no
    inner join core.indicator as i on f.indicator = i.code
    inner join core.period as t on f.period = t.period
    where
        f.status = 'reported'
        and f.basis = 'growth_rate'
        and i.kind in ('flow', 'stock')
        and i.growth <> 'none'
        and abs(f.value) > i.large_growth
        and not f.is_total
        and not f.candidate
),

based as (
    select
        s.*,
        v.value as now_value,
        p.value as prior_value,
        coalesce(p.value, y.value, v.value / nullif(1 + s.value / 100, 0)) as base
    from subjects as s
    left join staging.figure as v
        on
            s.run_id = v.run_id
            and s.submission_no = v.submission_no
            and s.organisation = v.organisation
            and s.indicator = v.indicator
            and s.period = v.period
            and s.value_basis = v.basis
            and v.status = 'reported'
            and not v.is_total
    left join staging.figure as p
        on
            s.run_id = p.run_id
            and s.submission_no = p.submission_no
            and s.organisation = p.organisation
            and s.indicator = p.indicator
            and s.period = p.period
            and p.basis = 'prior_year'
            and p.status = 'reported'
            and not p.is_total
    left join published_last_year as y
        on
            s.submission_no = y.submission_no
            and s.organisation = y.organisation
            and s.period = y.period
            and s.indicator = y.indicator
            and s.value_basis = y.basis
),

large as (
    select distinct on (b.submission_no, b.figure_no) b.*
    from based as b
    where
        (b.base is null or b.base >= 100 * b.unit)
        and (
            b.growth <> 'recompute'
            or b.now_value is null
            or b.prior_value is null
            or b.prior_value <= 0
            or abs(100 * (b.now_value / b.prior_value - 1)) > b.large_growth
        )
    order by b.submission_no, b.figure_no
),

values_before as (
    select
        l.submission_no,
        l.figure_no,
        count(*) as points,
        count(*) filter (where c.value = 0) as zeros
    from large as l
    inner join core.figure as c
        on
            l.organisation = c.organisation
            and l.indicator = c.indicator
            and c.basis = 'current'
            and c.period_year between l.year - 2 and l.year
            and c.known_to = 'infinity'
            and c.status = 'reported'
            and l.period > c.period
    group by l.submission_no, l.figure_no
),

-- of a year before, the rate as it was reported, else what two years' values come to
growths_before as (
    select
        l.submission_no,
        l.figure_no,
        c.period,
        l.large_growth,
        coalesce(
            max(c.value) filter (where c.basis = 'growth_rate'),
            100 * (max(c.value) filter (where c.basis = l.value_basis) / nullif(max(e.value), 0) - 1)
        ) as rate
    from large as l
    inner join core.figure as c
        on
            l.organisation = c.organisation
            and l.indicator = c.indicator
            and c.basis in ('growth_rate', l.value_basis)
            and c.period_year between l.year - 3 and l.year - 1
            and c.known_to = 'infinity'
            and c.status = 'reported'
            and length(c.period) = length(l.period)
    inner join core.period as t on c.period = t.period
    left join core.figure as e
        on
            l.organisation = e.organisation
            and l.indicator = e.indicator
            and l.value_basis = e.basis
            and t.year_before = e.period
            and t.year - 1 = e.period_year
            and e.known_to = 'infinity'
            and e.status = 'reported'
    group by l.submission_no, l.figure_no, c.period, l.large_growth
),

usual as (
    select
        g.submission_no,
        g.figure_no,
        count(*) filter (where abs(g.rate) > g.large_growth) >= greatest(2, count(*) / 4.0) as is_usual
    from growths_before as g
    where g.rate is not null
    group by g.submission_no, g.figure_no
)

select
    l.submission_no,
    'growth-large' as type,
    case
        when
            exists (
                select 1
                from quality.issue as q
                where
                    q.rule = 'growth-large'
                    and q.organisation = l.organisation
                    and q.indicator = l.indicator
                    and substr(q.period, 1, 4) = substr(l.period, 1, 4)
                    and q.period < l.period
                    and q.state <> 'void'
            )
            then 'info'
    end as severity,
    l.place,
    l.organisation,
    l.indicator,
    l.period,
    l.basis,
    trim_scale(l.value)::text as observed,
    trim_scale(l.large_growth)::text || '%' as expected,
    null::text as difference,
    '{}'::jsonb as fields,
    '{}'::integer[] as holds
from large as l
left join values_before as v on l.submission_no = v.submission_no and l.figure_no = v.figure_no
left join usual as u on l.submission_no = u.submission_no and l.figure_no = u.figure_no
where
    coalesce(v.zeros * 5 < v.points, true)
    and not coalesce(u.is_usual, false)
