update meta.reminder_note set
    attempts = attempts + 1,
    written_at = case when %(path)s::text is not null then %(now)s::timestamptz end,
    path = %(path)s,
    last_error = %(reason)s
where organisation = %(organisation)s and day = %(day)s;
