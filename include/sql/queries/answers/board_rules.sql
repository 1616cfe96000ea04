-- how often each rule found something in the reports of the last periods, on whom, and what became of it; each attempt as it was
-- judged last, void faults wherever they were told
with judged_again as (
    select distinct a.revalidates as submission_id
    from raw.submission as a
    where a.revalidates is not null
),

chosen as materialized (
    select
        s.submission_id,
        s.reporter,
        again.submission_id is not null as is_judged_again
    from raw.submission as s
    left join judged_again as again on s.submission_id = again.submission_id
    where (%(form)s::text is null or s.form = %(form)s) and s.received_at >= now() - make_interval(months => %(months)s)
),

by_reporter as (
    select
        i.rule,
        s.reporter,
        min(i.severity) as severity,
        count(*) as times,
        count(*) filter (where i.state = 'open') as open,
        count(*) filter (where i.state = 'explained') as explained,
        count(*) filter (where i.state = 'waived') as waived,
        count(*) filter (where i.state = 'void') as void,
        max(i.issue_id) as latest
    from chosen as s
    inner join quality.issue as i on s.submission_id = i.submission_id
    where (i.severity <> 'info' or %(infos)s) and (i.state = 'void' or not s.is_judged_again)
    group by i.rule, s.reporter
),

counted as (
    select
        b.rule,
        min(b.severity) as severity,
        sum(b.times)::integer as times,
        count(b.reporter)::integer as reporters,
        sum(b.open)::integer as open,
        sum(b.explained)::integer as explained,
        sum(b.waived)::integer as waived,
        sum(b.void)::integer as void,
        max(b.latest) as latest
    from by_reporter as b
    group by b.rule
)

select
    c.rule,
    c.severity,
    c.times,
    c.reporters,
    c.open,
    c.explained,
    c.waived,
    c.void,
    i.message as example
from counted as c
inner join quality.issue as i on c.latest = i.issue_id
order by c.times desc, c.rule asc;
