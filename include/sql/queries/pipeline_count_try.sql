-- a try of these arrivals begins (1), or is taken back because something else than a file ended it (-1)
update raw.arrival set attempts = attempts + %(change)s
where arrival_id = any(%(arrivals)s);
