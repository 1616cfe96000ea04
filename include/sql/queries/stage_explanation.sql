copy staging.explanation (run_id, submission_no, explanation_no, number, content, place) from stdin;
