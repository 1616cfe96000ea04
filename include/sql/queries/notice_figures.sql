-- figures of a submission judged again that came in by it, and those that the report has given before and that went
select
    f.organisation,
    f.indicator,
    f.period,
    f.basis,
    f.value,
    f.unit,
    true as released
from core.figure as f
where f.submission_id = %(submission_id)s and f.known_from = %(known_from)s and f.status = 'reported'
union all
select
    f.organisation,
    f.indicator,
    f.period,
    f.basis,
    f.value,
    f.unit,
    false as released
from raw.submission as s
inner join raw.submission as own
    on s.reporter = own.reporter and s.form = own.form and s.period = own.period and s.sha256 = own.sha256
inner join core.figure as f on own.submission_id = f.submission_id
where
    s.submission_id = %(submission_id)s
    and f.known_to = %(known_from)s
    and f.status = 'reported'
    and not exists (
        select 1
        from core.figure as next_one
        where
            next_one.known_from = f.known_to
            and next_one.organisation = f.organisation
            and next_one.indicator = f.indicator
            and next_one.period = f.period
            and next_one.basis = f.basis
            and next_one.reporter = f.reporter
            and next_one.form = f.form
    )
order by released desc, organisation asc, indicator asc, period asc, basis asc;
