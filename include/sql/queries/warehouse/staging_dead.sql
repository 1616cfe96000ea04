-- runs that staged any of these arrivals; their reporters are locked by who asks, so those runs are dead
select distinct run_id
from staging.submission
where arrival_id = any(%(arrivals)s);
