copy staging.explanation (run_id, submission_no, explanation_no, number, content, place, answers_to, accepted, refusal) from stdin;
