-- of a line of the journal that is read again nothing comes
insert into quality.period_issue (
    period, rule, severity, responsibility, dimension, organisation, indicator, basis, reporter, form, other_reporter, other_form,
    observed, expected, difference, message, remedy, raised_at
)
values (
    %(period)s, %(rule)s, %(severity)s, %(responsibility)s, %(dimension)s, %(organisation)s, %(indicator)s, %(basis)s,
    %(reporter)s, %(form)s, %(other_reporter)s, %(other_form)s, %(observed)s, %(expected)s, %(difference)s, %(message)s,
    %(remedy)s, %(raised_at)s
)
on conflict do nothing;
