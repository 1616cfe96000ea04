update meta.message set
    state = %(state)s,
    sent_at = case when %(state)s = 'sent' then %(now)s end,
    last_error = %(reason)s,
    next_try_at = %(later)s
where message_id = %(message_id)s;
