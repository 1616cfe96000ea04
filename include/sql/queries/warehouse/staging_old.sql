-- runs that staged something before that instant
select distinct s.run_id
from staging.submission as s
where s.staged_at < %(before)s
order by s.run_id;
