-- the submissions of reports of which one was judged under another catalogue than this and not compared with it since; of one
-- judged again the last judgement. a rule that is named asks for all reports. a submission speaks for its report if it is the
-- last attempt, or if a figure that is live or waits came by it: what others say is history
with judged as (
    select
        s.*,
        coalesce(
            (
                select e.catalogue_hash
                from quality.examined as e
                where e.submission_id = s.submission_id
                order by e.known_from desc
                limit 1
            ),
            s.catalogue_hash
        ) as judged_under
    from raw.submission as s
    where
        s.reporter is not null
        and s.form is not null
        and s.period is not null
        and s.duplicate_of is null
        and s.verdict not in ('waiting', 'ignored')
        and (%(period)s::text is null or s.period = %(period)s)
        and not exists (
            select 1
            from raw.submission as again
            where again.revalidates = s.submission_id
        )
),

due as (
    select distinct
        j.reporter,
        j.form,
        j.period
    from judged as j
    where %(rule)s::text is not null or j.judged_under <> %(catalogue_hash)s
)

select
    j.submission_id,
    j.arrival_id,
    j.submission_no,
    j.file,
    j.sha256,
    j.reporter,
    j.form,
    j.period,
    j.verdict,
    j.judged_under,
    j.received_at,
    a.reporter as folder_reporter,
    a.folder,
    a.folder_below,
    a.path,
    a.file_name,
    a.sha256 as file_sha256,
    a.size_bytes,
    (
        not exists (
            select 1
            from raw.submission as later
            where
                later.reporter = j.reporter
                and later.form = j.form
                and later.period = j.period
                and later.submission_id > j.submission_id
                and later.duplicate_of is null
                and later.verdict not in ('waiting', 'ignored')
        )
        or exists (
            select 1
            from raw.submission as own
            inner join core.figure as f on own.submission_id = f.submission_id
            where
                own.reporter = j.reporter
                and own.form = j.form
                and own.period = j.period
                and own.sha256 = j.sha256
                and f.known_to = 'infinity'
        )
        or exists (
            select 1
            from core.waiting_figure as w
            where w.submission_id = j.submission_id
        )
    ) as speaks
from judged as j
inner join due as d on j.reporter = d.reporter and j.form = d.form and j.period = d.period
inner join raw.arrival as a on j.arrival_id = a.arrival_id
order by j.reporter, j.form, j.period, j.submission_id;
