select
    arrival_id,
    reporter,
    folder,
    folder_below,
    file_name,
    sha256,
    received_at
from raw.arrival
where arrival_id = any(%(arrivals)s)
order by arrival_id;
