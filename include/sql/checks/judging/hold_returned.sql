-- in a returned file nothing is reported
update staging.figure set status = 'held'
from staging.submission as s
where
    s.run_id = %(run_id)s
    and s.verdict = 'returned'
    and staging.figure.run_id = s.run_id
    and staging.figure.submission_no = s.submission_no
    and staging.figure.status = 'reported';
