-- figures in prose that nobody owes and nobody has confirmed yet; of a text that was judged again the last judgement has them,
-- and what was confirmed at the same place before is confirmed
select
    u.submission_id,
    u.figure_no,
    s.arrival_id,
    s.submission_no,
    s.file,
    s.sha256,
    s.reporter,
    s.form,
    s.period as report_period,
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
        from raw.submission as again
        where again.revalidates = u.submission_id
    )
    and not exists (
        select 1
        from quality.confirmation as c
        inner join raw.submission as o on c.submission_id = o.submission_id
        inner join quality.unloaded_figure as p on c.submission_id = p.submission_id and c.figure_no = p.figure_no
        where
            o.reporter = s.reporter
            and o.sha256 = s.sha256
            and o.form is not distinct from s.form
            and o.period is not distinct from s.period
            and p.place = u.place
            and (o.submission_id = s.submission_id or s.revalidates is not null)
            and (o.submission_id <> s.submission_id or c.figure_no = u.figure_no)
    )
order by s.received_at, u.submission_id, u.figure_no;
