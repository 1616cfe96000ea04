-- figures in prose that nobody owes and nobody has confirmed yet
select
    u.submission_id,
    u.figure_no,
    s.arrival_id,
    s.submission_no,
    s.file,
    s.reporter,
    s.form,
    u.place,
    u.raw_text,
    u.label,
    u.organisation,
    u.indicator,
    u.period,
    u.basis,
    u.value,
    u.unit
from quality.unloaded_figure as u
inner join raw.submission as s on u.submission_id = s.submission_id
where
    u.reason = 'candidate'
    and s.reporter is not null
    and (%(reporter)s::text is null or s.reporter = %(reporter)s)
    and (%(submission_id)s::bigint is null or (u.submission_id = %(submission_id)s and u.figure_no = %(figure_no)s))
    and not exists (
        select 1
        from quality.confirmation as c
        where c.submission_id = u.submission_id and c.figure_no = u.figure_no
    )
order by s.received_at, u.submission_id, u.figure_no;
