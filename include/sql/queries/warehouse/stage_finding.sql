copy staging.finding (
    run_id, submission_no, finding_no, rule, severity, place, fields, organisation, indicator, period, basis
) from stdin;
