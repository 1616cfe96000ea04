-- how often each rule found something in the reports of the last periods, on whom, and what became of it; each attempt as it was
-- judged last, void faults wherever they were told
select
    i.rule,
    min(i.severity) as severity,
    count(*)::integer as times,
    count(distinct s.reporter)::integer as reporters,
    count(distinct i.submission_id)::integer as submissions,
    count(*) filter (where i.state = 'open')::integer as open,
    count(*) filter (where i.state = 'explained')::integer as explained,
    count(*) filter (where i.state = 'waived')::integer as waived,
    count(*) filter (where i.state = 'void')::integer as void,
    (array_agg(i.message order by i.issue_id desc))[1] as example
from quality.issue as i
inner join raw.submission as s on i.submission_id = s.submission_id
where
    (%(form)s::text is null or s.form = %(form)s)
    and s.received_at >= now() - make_interval(months => %(months)s)
    and (i.severity <> 'info' or %(infos)s)
    and (i.state = 'void' or not exists (
        select 1
        from raw.submission as again
        where again.revalidates = i.submission_id
    ))
group by i.rule
order by times desc, i.rule asc;
