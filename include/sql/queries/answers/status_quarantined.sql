select
    arrival_id,
    reporter,
    attempts,
    last_error
from raw.arrival
where last_error is not null
order by received_at, arrival_id;
