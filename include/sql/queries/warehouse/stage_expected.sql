copy staging.expected (run_id, submission_no, organisation, indicator, period, basis, required) from stdin;
