-- the files of the latest reports in which a cumulative that the reduction covers is held
select distinct
    a.folder,
    a.folder_below,
    a.path,
    a.file_name,
    a.sha256,
    a.size_bytes
from quality.issue as i
inner join raw.submission as s on i.submission_id = s.submission_id
inner join raw.arrival as a on s.arrival_id = a.arrival_id
where
    i.severity = 'blocking'
    and i.state = 'open'
    and i.organisation = any(%(organisations)s)
    and i.indicator = %(indicator)s
    and i.period = %(period)s
    and i.basis = 'cumulative'
    and s.duplicate_of is null
    and not exists (
        select 1
        from raw.submission as later
        where
            later.reporter = s.reporter
            and later.form = s.form
            and later.period = s.period
            and later.sequence > s.sequence
            and later.verdict not in ('waiting', 'ignored')
            and later.duplicate_of is null
    )
order by a.path;
