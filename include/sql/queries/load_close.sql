-- the live rows that this run replaces: those that say something else
update core.figure set known_to = %(known_from)s
from staging.loading_figure as n
where
    n.run_id = %(run_id)s
    and n.disposition = 'load'
    and core.figure.known_to = 'infinity'
    and core.figure.period_year = substring(n.period from '^\d{4}')::integer
    and core.figure.organisation = n.organisation
    and core.figure.indicator = n.indicator
    and core.figure.period = n.period
    and core.figure.basis = n.basis
    and core.figure.reporter = n.reporter
    and core.figure.form = n.form
    and (core.figure.status, core.figure.value, core.figure.qualifier, core.figure.maturity)
    is distinct from (n.status, n.value, n.qualifier, n.maturity);
