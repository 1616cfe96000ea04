-- whose a submission is, the file that it came in, and where its receipt lies below the outbox
select
    s.reporter,
    a.file_name,
    a.sha256,
    r.path
from raw.submission as s
inner join raw.arrival as a on s.arrival_id = a.arrival_id
left join quality.receipt as r on s.arrival_id = r.arrival_id and r.written_at is not null
where s.submission_id = %(submission_id)s;
