-- values of a month far from what the organisation reports: by the median and the median distance from it over its last
-- 24 figures, and only outside twice the range it ever had. silent on short series, on zero-heavy ones, and where the
-- same month of last year was like it (a season). where january is exempt, february may hold two months: it is no month.
with subjects as (
    select f.*
    from batch as b
    inner join staging.figure as f on b.run_id = f.run_id and b.submission_no = f.submission_no
    inner join core.indicator as i on f.indicator = i.code
    inner join core.period as t on f.period = t.period
    left join first_owed as fo on b.form = fo.form and f.indicator = fo.indicator
    where
        f.status = 'reported'
        and f.basis = 'current'
        and not (i.kind = 'flow' and fo.month > t.months and t.last_month <= fo.month)
        and i.kind in ('flow', 'stock')
        and not f.is_total
        and not f.candidate
),

lineage as (
    select
        s.*,
        o.code as came_from,
        array_agg(case when o.code <> s.organisation then o.valid_to end) over (partition by s.submission_no, s.figure_no) as ends
    from subjects as s
    inner join core.period as t on s.period = t.period
    inner join core.organisation as o
        on s.organisation = o.code or (array[s.organisation] = o.successor and t.last_day > o.valid_to)
),

given as (
    select
        s.submission_no,
        s.figure_no,
        s.place,
        s.organisation,
        s.indicator,
        s.period,
        s.basis,
        s.value as told,
        h.period as earlier,
        h.value,
        s.ends
    from lineage as s
    inner join lateral (
        select distinct on (c.period)
            c.period,
            c.value
        from core.figure as c
        inner join staging.submission as b on s.run_id = b.run_id and s.submission_no = b.submission_no
        where
            c.organisation = s.came_from
            and c.indicator = s.indicator
            and c.basis = 'current'
            and c.known_to = 'infinity'
            and c.status = 'reported'
            and c.period < s.period
            and length(c.period) = length(s.period)
        order by c.period asc, (c.reporter = b.reporter and c.form = b.form) desc, c.figure_id desc
    ) as h on true
),

-- a merged organisation is compared with what it and those merged into it came to: where one of them is lacking, with nothing
past as (
    select
        g.submission_no,
        g.figure_no,
        g.place,
        g.organisation,
        g.indicator,
        g.period,
        g.basis,
        g.told,
        sum(g.value) as value,
        row_number() over (partition by g.submission_no, g.figure_no order by g.earlier desc) as age
    from given as g
    inner join core.period as t on g.earlier = t.period
    group by
        g.submission_no, g.figure_no, g.place, g.organisation, g.indicator, g.period, g.basis, g.told, g.earlier, g.ends, t.last_day
    having
        count(*) = 1 + (
            select count(*)
            from unnest(g.ends) as e (ended_on)
            where e.ended_on >= t.last_day
        )
),

-- outside twice the range: few figures are, so that medians are worked out for few. each carries its values with it: joined to them
-- by its number, of which the planner knows nothing, every figure of a wave that is all outliers would be compared with every value
far as (
    select
        r.submission_no,
        r.figure_no,
        r.place,
        r.organisation,
        r.indicator,
        r.period,
        r.basis,
        r.told,
        min(r.value) as least,
        max(r.value) as most,
        array_agg(r.value) as earlier
    from past as r
    where r.age <= 24
    group by r.submission_no, r.figure_no, r.place, r.organisation, r.indicator, r.period, r.basis, r.told
    having
        count(*) >= 8
        and count(*) filter (where r.value = 0) * 5 < count(*)
        and (r.told > max(r.value) + (max(r.value) - min(r.value)) or r.told < min(r.value) - (max(r.value) - min(r.value)))
),

middle as (
    select
        f.*,
        (
            select (percentile_cont(0.5) within group (order by e.value))::numeric
            from unnest(f.earlier) as e (value)
        ) as median
    from far as f
),

spread as (
    select
        m.*,
        (
            select (percentile_cont(0.5) within group (order by abs(e.value - m.median)))::numeric
            from unnest(m.earlier) as e (value)
        ) as distance
    from middle as m
)

select
    s.submission_no,
    'outlier' as type,
    null::text as severity,
    s.place,
    s.organisation,
    s.indicator,
    s.period,
    s.basis,
    trim_scale(s.told)::text as observed,
    trim_scale(s.least)::text || '～' || trim_scale(s.most)::text as expected,
    null::text as difference,
    '{}'::jsonb as fields,
    '{}'::integer[] as holds
from spread as s
where
    abs(s.told - s.median) > 8 * greatest(1.4826 * s.distance, abs(s.median) / 20)
    -- looked up for each by its key: a count is no join
    and (
        select count(*)
        from published_last_year as y
        where
            y.submission_no = s.submission_no
            and y.organisation = s.organisation
            and y.period = s.period
            and y.indicator = s.indicator
            and y.basis = s.basis
            and y.value <> 0
            and s.told / y.value between 0.5 and 2
    ) = 0
