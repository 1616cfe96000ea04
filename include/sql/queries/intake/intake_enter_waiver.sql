insert into quality.waiver (
    decided_at, kind, rule, organisation, period, indicator, basis, value, place, observed, reporter, form, report_period,
    approver, reason, valid_to
)
values (
    %(decided_at)s, %(event)s, %(rule)s, %(organisation)s, %(period)s, %(indicator)s, %(basis)s, %(value)s, %(place)s,
    %(observed)s, %(reporter)s, %(form)s, %(report_period)s, %(approver)s, %(reason)s, %(valid_to)s
)
on conflict (decided_at) do nothing;
