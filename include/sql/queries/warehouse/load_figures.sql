-- what is new: a figure whose key has no live row that says the same (`load_close` has closed those that say something else)
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
from pg_temp.loading as n
where n.says_new
order by n.submission_no, n.figure_no;
