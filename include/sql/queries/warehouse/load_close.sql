-- the live rows that this run replaces: those that say something else
update core.figure set known_to = %(known_from)s
from pg_temp.loading as n
where
    n.is_live
    and n.says_new
    and core.figure.known_to = 'infinity'
    and core.figure.period_year = substring(n.period from '^\d{4}')::integer
    and core.figure.organisation = n.organisation
    and core.figure.indicator = n.indicator
    and core.figure.period = n.period
    and core.figure.basis = n.basis
    and core.figure.reporter = n.reporter
    and core.figure.form = n.form;
