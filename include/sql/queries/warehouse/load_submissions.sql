-- submissions are numbered within their arrival, so that a replay in other batches numbers them alike
with judged as (
    select
        s.*,
        coalesce(s.verdict, s.early_verdict) as final_verdict,
        row_number() over (partition by s.arrival_id order by s.submission_no) as arrival_submission_no,
        case
            when
                s.reporter is not null and s.form is not null and s.period is not null
                and coalesce(s.verdict, s.early_verdict) not in ('waiting', 'ignored')
                then
                    row_number() over (
                        partition by
                            s.reporter, s.form, s.period,
                            coalesce(s.verdict, s.early_verdict) in ('waiting', 'ignored')
                        order by s.submission_no
                    )
        end as attempt
    from staging.submission as s
    where s.run_id = %(run_id)s
),

history as (
    select
        r.reporter,
        r.form,
        r.period,
        max(r.sequence) as attempts,
        max(r.submission_id) filter (
            where r.verdict in ('accepted', 'accepted_with_queries', 'partially_accepted') and r.duplicate_of is null
        ) as live
    from raw.submission as r
    where
        exists (
            select 1
            from judged as j
            where j.reporter = r.reporter and j.form = r.form and j.period = r.period
        )
    group by r.reporter, r.form, r.period
),

entered as (
    insert into raw.submission (
        arrival_id, submission_no, file, sha256, kind, reporter, form, period, sequence, verdict, supersedes,
        duplicate_of, numeric_cells, figure_cells, structure_cells, issue_cells, required, taken,
        catalogue_hash, run_id, received_at, known_from, revalidates
    )
    select
        j.arrival_id,
        j.arrival_submission_no,
        j.file,
        j.sha256,
        j.kind,
        j.reporter,
        j.form,
        j.period,
        j.attempt + coalesce(h.attempts, 0) as sequence,
        j.final_verdict,
        case
            when
                j.duplicate_of is null
                and j.final_verdict in ('accepted', 'accepted_with_queries', 'partially_accepted')
                then h.live
        end as supersedes,
        j.duplicate_of,
        j.numeric_cells,
        j.figure_cells,
        j.structure_cells,
        j.issue_cells,
        coalesce(j.required, 0) as required,
        coalesce(j.taken, 0) as taken,
        %(catalogue_hash)s,
        j.run_id,
        j.received_at,
        %(known_from)s,
        j.revalidates
    from judged as j
    left join history as h on j.reporter = h.reporter and j.form = h.form and j.period = h.period
    order by j.submission_no
    returning submission_id, arrival_id, submission_no
)

update staging.submission set submission_id = e.submission_id
from entered as e
inner join judged as j on e.arrival_id = j.arrival_id and e.submission_no = j.arrival_submission_no
where
    staging.submission.run_id = j.run_id
    and staging.submission.submission_no = j.submission_no;
