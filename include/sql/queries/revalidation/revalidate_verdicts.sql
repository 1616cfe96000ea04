select
    s.revalidates,
    coalesce(s.verdict, s.early_verdict) as verdict
from staging.submission as s
where s.run_id = %(run_id)s
order by s.submission_no;
