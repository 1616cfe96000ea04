-- the candidate that a line of the journal confirmed
select
    u.submission_id,
    u.figure_no
from raw.submission as s
inner join quality.unloaded_figure as u on s.submission_id = u.submission_id
where
    s.arrival_id = %(arrival)s
    and s.submission_no = %(submission_no)s
    and u.figure_no = %(figure_no)s
    and u.place = %(place)s
    and u.reason = 'candidate';
