-- on whom a rule found something, most often first, with the latest report that it was found in
select
    s.reporter,
    o.name as reporter_name,
    count(*)::integer as times,
    count(*) filter (where i.state = 'open')::integer as open,
    count(*) filter (where i.state = 'explained')::integer as explained,
    count(*) filter (where i.state = 'waived')::integer as waived,
    count(*) filter (where i.state = 'void')::integer as void,
    (array_agg(s.form order by i.issue_id desc))[1] as form,
    (array_agg(s.period order by i.issue_id desc))[1] as period,
    (array_agg(i.message order by i.issue_id desc))[1] as example
from quality.issue as i
inner join raw.submission as s on i.submission_id = s.submission_id
left join core.organisation as o on s.reporter = o.code
where
    i.rule = %(rule)s
    and s.received_at >= now() - make_interval(months => %(months)s)
    and (i.state = 'void' or not exists (
        select 1
        from raw.submission as again
        where again.revalidates = i.submission_id
    ))
group by s.reporter, o.name
order by times desc, s.reporter asc
limit 200;
