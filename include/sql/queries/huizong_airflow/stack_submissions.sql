-- submissions behind a given one with their faults by severity, oldest first; the file as its department named it.
with faults as (
    select
        submission_id,
        count(*) filter (where severity = 'critical') as critical,
        count(*) filter (where severity = 'blocking') as blocking,
        count(*) filter (where severity = 'query') as queries,
        count(*) filter (where severity = 'info') as hints
    from quality.issue
    where submission_id > %(after)s
    group by submission_id
)

select
    submission.submission_id,
    arrival.path,
    submission.file,
    coalesce(organisation.name, submission.reporter, arrival.folder) as reporter_name,
    submission.form,
    submission.period,
    submission.verdict,
    submission.required,
    submission.taken,
    coalesce(faults.critical, 0) as critical,
    coalesce(faults.blocking, 0) as blocking,
    coalesce(faults.queries, 0) as queries,
    coalesce(faults.hints, 0) as hints
from raw.submission as submission
inner join raw.arrival as arrival on submission.arrival_id = arrival.arrival_id
left join core.organisation as organisation on submission.reporter = organisation.code
left join faults on submission.submission_id = faults.submission_id
where submission.submission_id > %(after)s
order by submission.submission_id;
