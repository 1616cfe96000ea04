-- a try of these arrivals begins (1), or is taken back because something else than a file ended it (-1); tries from before
-- the server's start were ended by that, not by the file
update raw.arrival
set
    attempts = case when tried_at < pg_postmaster_start_time() then 0 else attempts end + %(change)s,
    tried_at = clock_timestamp()
where arrival_id = any(%(arrivals)s);
