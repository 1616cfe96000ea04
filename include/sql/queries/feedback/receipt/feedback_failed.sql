update quality.receipt
set
    attempts = greatest(attempts - 1, 0),
    last_error = %(reason)s
where
    arrival_id = %(arrival_id)s
    and written_at is null;
