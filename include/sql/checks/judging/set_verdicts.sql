-- the verdicts of the run's submissions, one statement for all: asked for each, all faults of the run would be read for each
with repeated as materialized (
    select
        i.submission_no,
        max((i.fields ->> 'submission_id')::bigint) as submission_id
    from staging.issue as i
    where i.run_id = %(run_id)s and i.fields ->> 'submission_id' is not null
    group by i.submission_no
)

update staging.submission set
    verdict = v.verdict,
    required = v.required,
    taken = v.taken,
    duplicate_of = r.submission_id
from
    unnest(
        %(submissions)s::integer[], %(verdicts)s::text[], %(required)s::integer[], %(taken)s::integer[]
    ) as v (submission_no, verdict, required, taken)
left join repeated as r on v.submission_no = r.submission_no
where staging.submission.run_id = %(run_id)s and staging.submission.submission_no = v.submission_no;
