-- of each reporter and period of a form what the latest attempt came to, and whether it came in time: by the arrival of the file
-- that, unchanged, was the first to be accepted in full, as in mart.timeliness, which counts more than a matrix shows
with sent as (
    select
        s.reporter,
        s.period,
        s.sequence,
        s.verdict,
        s.duplicate_of is null and a.inode <> 0 as is_attempt,
        s.verdict in ('accepted', 'accepted_with_queries') as is_accepted,
        min(s.received_at) over (partition by s.reporter, s.period, s.sha256) as file_came_at
    from raw.submission as s
    inner join raw.arrival as a on s.arrival_id = a.arrival_id
    where
        s.form = %(form)s
        and s.period = any(%(periods)s)
        and s.reporter is not null
        and (%(reporter)s::text is null or s.reporter = %(reporter)s)
        and s.sequence is not null
        and s.verdict in ('accepted', 'accepted_with_queries', 'partially_accepted', 'returned')
),

attempts as (
    select
        s.reporter,
        s.period,
        count(*) filter (where s.is_attempt)::integer as attempts,
        (array_agg(s.verdict order by s.sequence desc))[1] as verdict,
        (array_agg(s.file_came_at order by s.sequence asc) filter (where s.is_accepted))[1] as acceptable_at
    from sent as s
    group by s.reporter, s.period
),

owed as (
    select
        d.reporter,
        d.period,
        d.due_at
    from core.due_report as d
    where
        d.form = %(form)s
        and d.period = any(%(periods)s)
        and (%(reporter)s::text is null or d.reporter = %(reporter)s)
)

select
    coalesce(o.reporter, t.reporter) as reporter,
    coalesce(o.period, t.period) as period,
    o.reporter is not null as is_owed,
    t.verdict,
    coalesce(t.attempts, 0) as attempts,
    case
        when t.acceptable_at is not null then t.acceptable_at <= o.due_at
        when o.due_at <= now() then false
    end as on_time
from owed as o
full join attempts as t on o.reporter = t.reporter and o.period = t.period;
