-- what is new: a figure whose key has no live row (load_close has closed the ones that changed)
insert into core.figure (
    period_year, organisation, indicator, period, basis, reporter, form, value, status, unit, digit_weight, qualifier,
    maturity, refers_to, place, raw_text, source, submission_id, figure_no, known_from
)
select
    substring(n.period from '^\d{4}')::integer as period_year,
    n.organisation,
    n.indicator,
    n.period,
    n.basis,
    n.reporter,
    n.form,
    n.value,
    n.status,
    n.unit,
    n.digit_weight,
    n.qualifier,
    n.maturity,
    n.refers_to,
    n.place,
    n.raw_text,
    n.source,
    n.submission_id,
    n.figure_no,
    %(known_from)s
from staging.loading_figure as n
where
    n.run_id = %(run_id)s
    and n.disposition = 'load'
    and not exists (
        select 1
        from core.figure as f
        where
            f.known_to = 'infinity'
            and f.period_year = substring(n.period from '^\d{4}')::integer
            and f.organisation = n.organisation
            and f.indicator = n.indicator
            and f.period = n.period
            and f.basis = n.basis
            and f.reporter = n.reporter
            and f.form = n.form
    )
order by n.submission_no, n.figure_no;
