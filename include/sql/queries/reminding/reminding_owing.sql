-- who was told of which report, and when last; what never left told nobody
with told as (
    select
        r.report,
        max(m.day) filter (where m.kind = 'reminder') as reminded_on,
        max(m.day) filter (where m.kind = 'escalation') as escalated_on
    from meta.message as m
    cross join lateral unnest(m.reports) as r (report)
    where m.kind in ('reminder', 'escalation') and m.state <> 'expired'
    group by r.report
),

-- files of the last weeks of which nobody could tell what they report: they may be what is owed
unread as (
    select
        s.reporter,
        count(distinct s.sha256) as files
    from raw.submission as s
    where
        s.reporter is not null
        and (s.form is null or s.period is null)
        and s.verdict = 'returned'
        and s.received_at > %(since)s
    group by s.reporter
)

select
    t.period,
    t.form,
    coalesce(t.form_title, t.form) as form_title,
    t.reporter,
    t.due_at,
    t.state,
    t.held_figures as held,
    t.open_queries as queries,
    told.reminded_on,
    told.escalated_on,
    coalesce(u.files, 0) as unread,
    s.received_at as standing_at
from mart.timeliness as t
left join told on told.report = t.form || '/' || t.period || '/' || t.reporter
left join unread as u on t.reporter = u.reporter
left join raw.submission as s on t.standing_submission = s.submission_id
where
    t.state <> '已收'
    and t.due_at >= (
        select min(c.first_used_at)
        from meta.catalogue as c
    )
    and t.period not in (
        select f.period
        from meta.final_period as f
    );
