-- the faults of one submission, with all the words that a department reads about each.
select
    rule,
    severity,
    responsibility,
    place,
    concat_ws(' ', observed, message) as words
from quality.issue
where submission_id = %(submission)s
order by number;
