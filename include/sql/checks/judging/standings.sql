-- what is known of each submission when its verdict is due; faults of candidates and settled ones don't count
with weighed as (
    select
        i.submission_no,
        i.rule,
        i.severity,
        i.responsibility
    from staging.issue as i
    where
        i.run_id = %(run_id)s
        and i.state = 'open'
        and not exists (
            select 1
            from staging.figure as f
            where
                f.run_id = i.run_id
                and f.submission_no = i.submission_no
                and f.place = i.place
                and f.candidate
        )
),

faults as (
    select
        w.submission_no,
        bool_or(w.severity = 'critical' and w.rule = any(%(whole_file)s)) as whole_file,
        bool_or(w.severity in ('critical', 'blocking')) as grave,
        bool_or(w.severity in ('critical', 'blocking') and w.responsibility = 'department') as own_grave,
        bool_or(w.severity = 'query' and w.responsibility = 'department') as own_query
    from weighed as w
    group by w.submission_no
),

figures as (
    select
        f.submission_no,
        count(*) filter (where f.status = 'reported') as taken,
        count(*) filter (where f.status in ('placeholder', 'missing')) as masked,
        count(*) filter (where f.status = 'not_applicable') as not_applicable
    from staging.figure as f
    where f.run_id = %(run_id)s and not f.candidate and not f.is_total
    group by f.submission_no
),

owed as (
    select
        e.submission_no,
        count(*) as required,
        count(*) filter (
            where exists (
                select 1
                from staging.figure as f
                where
                    f.run_id = e.run_id
                    and f.submission_no = e.submission_no
                    and f.organisation = e.organisation
                    and f.indicator = e.indicator
                    and f.period = e.period
                    and f.basis = e.basis
                    and f.status in ('reported', 'not_applicable')
                    and not f.candidate
                    and not f.is_total
            )
        ) as taken
    from staging.expected as e
    where e.run_id = %(run_id)s and e.required
    group by e.submission_no
)

select
    s.submission_no,
    s.early_verdict,
    s.kind,
    s.nil_report,
    coalesce(faults.whole_file, false) as whole_file,
    coalesce(faults.grave, false) as grave,
    coalesce(faults.own_grave, false) as own_grave,
    coalesce(faults.own_query, false) as own_query,
    coalesce(figures.taken, 0) as taken,
    coalesce(figures.masked, 0) as masked,
    coalesce(figures.not_applicable, 0) as not_applicable,
    coalesce(owed.required, 0) as required,
    coalesce(owed.taken, 0) as required_taken
from staging.submission as s
left join faults on s.submission_no = faults.submission_no
left join figures on s.submission_no = figures.submission_no
left join owed on s.submission_no = owed.submission_no
where s.run_id = %(run_id)s
order by s.submission_no;
