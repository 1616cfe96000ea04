copy staging.unmatched (run_id, submission_no, unmatched_no, kind, name, place, unit, basis, indicator) from stdin;
