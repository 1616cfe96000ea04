copy staging.figure (
    run_id, submission_no, figure_no, place, raw_text, status, organisation, indicator, period, basis, value,
    unit_written, unit, digit_weight, label, is_total, candidate, qualifier, maturity, refers_to, source, measure
) from stdin;
