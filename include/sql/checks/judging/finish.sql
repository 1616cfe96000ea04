update quality.run set
    finished_at = %(finished_at)s,
    submissions = %(submissions)s,
    figures = %(figures)s,
    rules_loaded = %(rules_loaded)s,
    rules_evaluated = %(rules_evaluated)s,
    rules_skipped = %(rules_skipped)s,
    issues = %(issues)s,
    results = %(results)s::jsonb
where run_id = %(run_id)s;
