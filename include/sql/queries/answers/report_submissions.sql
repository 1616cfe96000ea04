select
    submission_no,
    arrival_id,
    file,
    coalesce(verdict, early_verdict) as verdict,
    reporter,
    form,
    period,
    figure_cells,
    structure_cells,
    issue_cells
from staging.submission
where run_id = %(run_id)s
order by submission_no;
