select f.place
from core.figure as f
where f.submission_id = %(submission_id)s
union
select u.place
from quality.unloaded_figure as u
where u.submission_id = %(submission_id)s;
