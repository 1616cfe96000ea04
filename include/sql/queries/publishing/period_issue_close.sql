-- the one that was open then, also if its line was written twice; never one that was raised anew since
update quality.period_issue set state = 'closed', closed_at = %(closed_at)s
where
    state = 'open'
    and raised_at <= %(raised_at)s
    and period = %(period)s
    and rule = %(rule)s
    and organisation = %(organisation)s
    and indicator = %(indicator)s
    and basis = %(basis)s
    and reporter = %(reporter)s
    and form = %(form)s
    and other_reporter = %(other_reporter)s
    and other_form = %(other_form)s
    and observed = %(observed)s
    and expected = %(expected)s;
