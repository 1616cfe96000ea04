select
    arrival_id,
    coalesce(reporter, '') as reporter
from raw.arrival
where state = 'received'
order by received_at;
