-- what was to be told to somebody in the last thirty days and did not arrive, is not known to have, or is still tried, latest first
select
    m.kind,
    m.day,
    m.channel,
    m.recipient,
    m.organisations,
    m.subject,
    m.state,
    m.attempts,
    coalesce(m.last_error, '') as last_error
from meta.message as m
where
    (m.state in ('failed', 'uncertain', 'expired', 'unreachable') or (m.state = 'waiting' and m.last_error is not null))
    and m.day >= current_date - 30
order by m.day desc, m.message_id desc
limit 200;
