-- every attempt of one report, latest first, with the file that it came in and the attempt before
select
    s.submission_id,
    s.arrival_id,
    s.file,
    s.kind,
    s.sequence,
    s.verdict,
    s.duplicate_of is not null as is_duplicate,
    a.inode = 0 or s.revalidates is not null as judged_again,
    s.required,
    s.taken,
    s.received_at,
    s.known_from as judged_at,
    (
        select p.submission_id
        from raw.submission as p
        where
            p.reporter = s.reporter
            and p.form = s.form
            and p.period = s.period
            and p.sequence < s.sequence
            and p.verdict not in ('waiting', 'ignored')
        order by p.sequence desc
        limit 1
    ) as previous_id
from raw.submission as s
inner join raw.arrival as a on s.arrival_id = a.arrival_id
where s.reporter = %(reporter)s and s.form = %(form)s and s.period = %(period)s and s.verdict not in ('waiting', 'ignored')
order by s.sequence desc nulls last, s.submission_id desc;
