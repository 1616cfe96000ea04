update raw.arrival set state = 'judged', last_error = null
where arrival_id in (
    select s.arrival_id
    from staging.submission as s
    where s.run_id = %(run_id)s
);
