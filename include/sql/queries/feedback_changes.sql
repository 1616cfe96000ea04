-- figures of this submission beside those that they replaced at the same instant
select
    new.organisation,
    new.indicator,
    new.period,
    new.basis,
    new.unit,
    new.place,
    old.value as old_value,
    old.status as old_status,
    new.value as new_value,
    new.status as new_status
from core.figure as new
inner join core.figure as old
    on
        new.period_year = old.period_year
        and new.organisation = old.organisation
        and new.indicator = old.indicator
        and new.period = old.period
        and new.basis = old.basis
        and new.reporter = old.reporter
        and new.form = old.form
        and new.known_from = old.known_to
where
    new.submission_id = %(submission_id)s
    and (new.value, new.status) is distinct from (old.value, old.status)
order by new.organisation, new.indicator, new.period, new.basis;
