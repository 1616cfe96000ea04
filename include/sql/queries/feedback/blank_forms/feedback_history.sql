-- the live cumulatives that a reporter gave for a period, by form: what a blank form shows as last period's
select
    f.form,
    f.organisation,
    f.indicator,
    f.value
from core.figure as f
where
    f.reporter = %(reporter)s
    and f.period = %(period)s
    and f.basis = 'cumulative'
    and f.status = 'reported'
    and f.known_to = 'infinity';
