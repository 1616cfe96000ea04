-- the submission that a line of the journal judges again, as revalidate_submissions lists it
select
    s.submission_id,
    s.arrival_id,
    s.submission_no,
    s.file,
    s.sha256,
    s.reporter,
    s.form,
    s.period,
    s.verdict,
    s.catalogue_hash as judged_under,
    s.received_at,
    a.reporter as folder_reporter,
    a.folder,
    a.folder_below,
    a.path,
    a.file_name,
    a.sha256 as file_sha256,
    a.size_bytes,
    true as speaks
from raw.submission as s
inner join raw.arrival as a on s.arrival_id = a.arrival_id
where s.arrival_id = %(arrival)s and s.submission_no = %(submission_no)s;
