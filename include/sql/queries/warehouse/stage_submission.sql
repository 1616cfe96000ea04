copy staging.submission (
    run_id, submission_no, arrival_id, file, sha256, kind, reporter, form, period, nil_report,
    numeric_cells, figure_cells, structure_cells, issue_cells, early_verdict, received_at, revalidates
) from stdin;
