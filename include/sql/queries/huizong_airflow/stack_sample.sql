-- the last submissions of a file of the inbox, by its path; a file may hold several.
select
    submission.submission_id,
    submission.reporter,
    submission.form,
    submission.period,
    submission.verdict
from raw.submission as submission
where
    submission.arrival_id = (
        select arrival.arrival_id
        from raw.arrival as arrival
        where arrival.path = %(path)s and arrival.state = 'judged'
        order by arrival.received_at desc
        limit 1
    )
order by submission.submission_no;
