-- in the order in which a receipt has them; a fault that is explained or waived asks for nothing any more
select
    submission_no,
    rule,
    case when state = 'open' then severity else 'info' end as shown_severity,
    place,
    observed,
    expected,
    message,
    remedy
from staging.issue
where run_id = %(run_id)s
order by
    submission_no,
    array_position(array['critical', 'blocking', 'query', 'info'], case when state = 'open' then severity else 'info' end),
    quality.reading_order(place),
    issue_no;
