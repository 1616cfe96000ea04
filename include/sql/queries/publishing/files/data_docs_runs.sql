select
    run_id,
    finished_at,
    submissions,
    figures,
    rules_loaded,
    rules_evaluated,
    rules_skipped,
    issues,
    results
from quality.run
where finished_at is not null and results ? 'rules'
order by finished_at desc, run_id asc
limit %(most)s;
