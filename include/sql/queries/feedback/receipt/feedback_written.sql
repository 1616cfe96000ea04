update quality.receipt
set
    written_at = clock_timestamp(),
    path = %(path)s,
    attempts = 0,
    last_error = null
where
    arrival_id = %(arrival_id)s
    and written_at is null;
