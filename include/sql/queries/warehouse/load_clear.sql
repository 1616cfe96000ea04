delete from staging.submission
where run_id = %(run_id)s;
delete from staging.figure
where run_id = %(run_id)s;
delete from staging.expected
where run_id = %(run_id)s;
delete from staging.finding
where run_id = %(run_id)s;
delete from staging.unmatched
where run_id = %(run_id)s;
delete from staging.explanation
where run_id = %(run_id)s;
delete from staging.issue
where run_id = %(run_id)s;
