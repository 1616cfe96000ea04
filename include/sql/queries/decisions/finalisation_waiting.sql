-- the files of the latest reports in which a correction of the final period waits, in order of arrival
select
    w.folder,
    w.folder_below,
    w.path,
    w.file_name,
    w.sha256,
    w.size_bytes
from (
    select distinct on (s.reporter, s.form)
        s.submission_id,
        a.arrival_id,
        a.folder,
        a.folder_below,
        a.path,
        a.file_name,
        a.sha256,
        a.size_bytes
    from raw.submission as s
    inner join raw.arrival as a on s.arrival_id = a.arrival_id
    where s.period = %(period)s and s.verdict not in ('waiting', 'ignored') and s.duplicate_of is null and s.sequence is not null
    order by s.reporter asc, s.form asc, s.sequence desc
) as w
where
    exists (
        select 1
        from quality.issue as i
        where i.submission_id = w.submission_id and i.rule = 'period-final' and i.period = %(period)s
    )
order by w.arrival_id;
