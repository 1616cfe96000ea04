select
    m.day::text as day,
    m.kind,
    m.channel,
    m.recipient,
    m.organisations,
    m.state,
    m.attempts,
    coalesce(m.last_error, '') as error
from meta.message as m
where
    m.day >= %(since)s
    and (m.state in ('failed', 'uncertain', 'unreachable', 'expired') or (m.state = 'waiting' and m.last_error is not null))
order by m.day desc, m.message_id desc;
