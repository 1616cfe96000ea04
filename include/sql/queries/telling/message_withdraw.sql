-- what waits to be sent and is not to be told any more: the reports came meanwhile
update meta.message as m set
    state = 'expired',
    last_error = 'what it was about was done before it could be sent'
where
    m.state = 'waiting'
    and m.day = %(day)s
    and m.kind in ('reminder', 'escalation')
    and not exists (
        select 1
        from jsonb_populate_recordset(null::meta.message, %(messages)s::jsonb) as n
        where m.kind = n.kind and m.channel = n.channel and m.address = n.address
    );
