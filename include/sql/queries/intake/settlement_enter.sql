-- of a line of the journal that is read again nothing comes
insert into quality.settlement (
    period, rule, organisation, indicator, basis, reporter, form, other_reporter, other_form, observed, expected, approver, reason,
    decided_at
)
values (
    %(period)s, %(rule)s, %(organisation)s, %(indicator)s, %(basis)s, %(reporter)s, %(form)s, %(other_reporter)s, %(other_form)s,
    %(observed)s, %(expected)s, %(approver)s, %(reason)s, %(decided_at)s::timestamptz
)
on conflict do nothing;
