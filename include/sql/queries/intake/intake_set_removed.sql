update raw.arrival
set removed_at = clock_timestamp()
where arrival_id = any(%(arrivals)s);
