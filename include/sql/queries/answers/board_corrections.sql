-- corrections that wait because their period is final: the latest attempt of each report that says so
select
    f.period,
    w.reporter,
    o.name as reporter_name,
    w.form,
    w.period as report_period,
    w.received_at,
    f.figures
from (
    select distinct on (s.reporter, s.form, s.period)
        s.submission_id,
        s.reporter,
        s.form,
        s.period,
        s.received_at
    from raw.submission as s
    where s.verdict not in ('waiting', 'ignored') and s.duplicate_of is null and s.sequence is not null
    order by s.reporter asc, s.form asc, s.period asc, s.sequence desc
) as w
inner join lateral (
    select
        i.period,
        count(*)::integer as figures
    from quality.issue as i
    where i.submission_id = w.submission_id and i.rule = 'period-final' and i.state = 'open'
    group by i.period
) as f on true
inner join meta.final_period as p on f.period = p.period
left join core.organisation as o on w.reporter = o.code
order by f.period desc, w.reporter asc, w.form asc;
