-- of each reporter and period of a form what the latest attempt came to, and whether it came in time, as mart.timeliness says;
-- what nobody asked for and was sent all the same is there too
with owed as (
    select
        t.reporter,
        t.period,
        t.due_at,
        t.is_due,
        t.acceptable_at,
        t.on_time,
        t.attempts,
        t.last_submission
    from mart.timeliness as t
    where
        t.form = %(form)s
        and t.period = any(%(periods)s)
        and (%(reporter)s::text is null or t.reporter = %(reporter)s)
),

unasked as (
    select
        s.reporter,
        s.period,
        count(*) filter (where s.duplicate_of is null)::integer as attempts,
        max(s.submission_id) as last_submission
    from raw.submission as s
    where
        s.form = %(form)s
        and s.period = any(%(periods)s)
        and (%(reporter)s::text is null or s.reporter = %(reporter)s)
        and s.reporter is not null
        and s.sequence is not null
        and s.verdict not in ('waiting', 'ignored')
        and not exists (
            select 1
            from core.due_report as d
            where d.period = s.period and d.form = s.form and d.reporter = s.reporter
        )
    group by s.reporter, s.period
)

select
    o.reporter,
    o.period,
    true as is_owed,
    s.verdict,
    o.attempts,
    o.due_at,
    o.acceptable_at,
    case when o.acceptable_at is null and o.is_due then false else o.on_time end as on_time
from owed as o
left join raw.submission as s on o.last_submission = s.submission_id
union all
select
    u.reporter,
    u.period,
    false as is_owed,
    s.verdict,
    u.attempts,
    null as due_at,
    null as acceptable_at,
    null as on_time
from unasked as u
inner join raw.submission as s on u.last_submission = s.submission_id;
