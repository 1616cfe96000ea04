-- what waits to be sent says what holds now
update meta.message as m set
    subject = n.subject,
    content = n.content,
    organisations = n.organisations,
    reports = n.reports
from jsonb_populate_recordset(null::meta.message, %(messages)s::jsonb) as n
where
    m.state = 'waiting'
    and m.day = %(day)s
    and m.kind in ('reminder', 'escalation')
    and m.kind = n.kind
    and m.day = n.day
    and m.channel = n.channel
    and m.address = n.address
    and m.content <> n.content;
