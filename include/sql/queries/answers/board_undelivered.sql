-- what was to be told to somebody in the last thirty days and did not arrive, or is not known to have, latest first
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
where m.state in ('failed', 'uncertain', 'expired', 'unreachable') and m.day >= current_date - 30
order by m.day desc, m.message_id desc
limit 200;
