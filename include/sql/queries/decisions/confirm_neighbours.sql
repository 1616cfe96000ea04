-- what the same reporter gave for the same organisation and period in the same form: what relations set the figure beside
select
    f.place,
    f.raw_text,
    f.status,
    f.organisation,
    f.indicator,
    f.period,
    f.basis,
    f.value,
    f.digit_weight,
    f.qualifier,
    f.maturity,
    f.refers_to,
    f.source
from core.figure as f
where
    f.known_to = 'infinity'
    and f.status = 'reported'
    and f.reporter = %(reporter)s
    and f.form = %(form)s
    and f.organisation = %(organisation)s
    and f.period_year = %(period_year)s
    and (f.period = %(period)s or f.basis = 'plan')
    and (f.indicator, f.period, f.basis) is distinct from (%(indicator)s, %(period)s, %(basis)s)
order by f.figure_id;
