insert into meta.message (
    kind, about, day, channel, address, recipient, organisations, reports, subject, content, raised_at, state, next_try_at, last_error
)
select
    m.kind,
    m.about,
    m.day,
    m.channel,
    m.address,
    m.recipient,
    m.organisations,
    m.reports,
    m.subject,
    m.content,
    %(now)s as raised_at,
    m.state,
    %(now)s as next_try_at,
    m.last_error
from jsonb_populate_recordset(null::meta.message, %(messages)s::jsonb) as m
on conflict do nothing;
