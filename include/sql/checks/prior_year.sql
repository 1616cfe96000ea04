-- this year's prior-year value against what was published then. a base that is revised by rule is said (info); else it
-- is asked once a year: later months of the same revision only say so
with compared as (
    select
        f.*,
        i.growth,
        p.value as published,
        coalesce(f.digit_weight, power(10::numeric, -i.decimals)) as weight,
        coalesce(p.digit_weight, power(10::numeric, -i.decimals)) as weight_published
    from batch as b
    inner join staging.figure as f on b.run_id = f.run_id and b.submission_no = f.submission_no
    inner join core.indicator as i on f.indicator = i.code
    inner join published_last_year as p
        on
            f.submission_no = p.submission_no
            and f.organisation = p.organisation
            and f.period = p.period
            and f.indicator = p.indicator
            and p.basis = case when f.basis = 'current_prior_year' then 'current' else coalesce(f.refers_to, 'cumulative') end
    where
        f.status = 'reported'
        and f.basis in ('prior_year', 'current_prior_year')
        and not f.is_total
        and not f.candidate
        and not exists (
            select 1
            from stated as s
            where s.form = b.form and s.topic = 'prior' and s.indicator = f.indicator and s.basis = f.basis
        )
),

differing as (
    select distinct on (c.submission_no, c.organisation, c.indicator)
        c.*,
        exists(
            select 1
            from quality.issue as q
            where
                q.rule = 'prior-year-differs'
                and q.organisation = c.organisation
                and q.indicator = c.indicator
                and substr(q.period, 1, 4) = substr(c.period, 1, 4)
                and q.period < c.period
                and q.state <> 'void'
        ) as asked
    from compared as c
    where abs(c.value - c.published) > (c.weight + c.weight_published) / 2
    order by c.submission_no asc, c.organisation asc, c.indicator asc, (c.basis = 'prior_year') desc, c.figure_no asc
)

select
    d.submission_no,
    case when d.growth in ('comparable', 'constant_price') then 'prior-year-rebased' else 'prior-year-differs' end as type,
    case when d.asked and d.growth not in ('comparable', 'constant_price') then 'info' end as severity,
    d.place,
    d.organisation,
    d.indicator,
    d.period,
    d.basis,
    trim_scale(d.value)::text as observed,
    trim_scale(d.published)::text as expected,
    trim_scale(abs(d.value - d.published))::text as difference,
    '{}'::jsonb as fields,
    '{}'::integer[] as holds
from differing as d
