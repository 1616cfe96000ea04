-- the fault of a number on the latest receipt of a report, with the value of the figure that it is about and the file it came in
with latest as (
    select s.*
    from raw.submission as s
    where
        s.reporter = %(reporter)s
        and s.period = %(period)s
        and (s.form = %(form)s or (%(form)s is null and s.form is not null))
        and s.verdict not in ('waiting', 'ignored')
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
)

select
    i.rule,
    i.severity,
    i.state,
    i.message,
    i.organisation,
    i.period,
    i.indicator,
    i.basis,
    i.place,
    i.observed,
    i.value,
    l.reporter,
    l.form,
    l.period as report_period,
    a.folder,
    a.folder_below,
    a.path,
    a.file_name,
    a.sha256,
    a.size_bytes,
    l.arrival_id,
    l.submission_no,
    i.number
from latest as l
inner join raw.arrival as a on l.arrival_id = a.arrival_id
inner join quality.questioned as i on l.submission_id = i.submission_id
where i.number = %(number)s
order by l.form;
