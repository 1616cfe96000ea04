-- figures of a report, in whichever attempt, that came in with the decision, and those that it took out
with attempt as (
    select s.*
    from raw.submission as own
    inner join raw.submission as s on own.reporter = s.reporter and own.form = s.form and own.period = s.period
    where own.submission_id = %(submission_id)s
)

select
    f.organisation,
    f.indicator,
    f.period,
    f.basis,
    f.value,
    f.unit,
    true as released
from attempt as a
inner join core.figure as f on a.submission_id = f.submission_id
where a.revalidates is not null and f.known_from = %(known_from)s and f.status = 'reported'
union all
select
    f.organisation,
    f.indicator,
    f.period,
    f.basis,
    f.value,
    f.unit,
    false as released
from attempt as a
inner join core.figure as f on a.submission_id = f.submission_id
where
    f.known_to = %(known_from)s
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
