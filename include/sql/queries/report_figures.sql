select
    submission_no,
    organisation,
    indicator,
    period,
    basis,
    value,
    unit,
    status,
    place,
    label,
    candidate
from staging.figure
where
    run_id = %(run_id)s
    and not is_total
order by submission_no, figure_no;
