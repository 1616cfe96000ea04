update meta.message as m set
    state = 'sending',
    attempts = m.attempts + 1,
    tried_at = %(now)s
where
    m.message_id = (
        select w.message_id
        from meta.message as w
        where
            w.state = 'waiting'
            and w.next_try_at <= %(now)s
            and (w.kind = 'alert' or not %(alerts_only)s)
            and case when w.channel = 'email' then 'email' else w.channel || ':' || w.address end <> all(%(down)s::text[])
        order by w.message_id
        limit 1
        for update skip locked
    )
returning m.message_id, m.kind, m.channel, m.address, m.recipient, m.subject, m.content, m.attempts;
