-- by channel, with the latest reason; what was tried three times counts, though it may still arrive
select
    m.channel,
    count(*) as messages,
    (array_agg(m.last_error order by m.tried_at desc nulls last))[1] as reason
from meta.message as m
where
    m.day = %(today)s
    and m.kind <> 'alert'
    and (m.state in ('failed', 'uncertain', 'unreachable') or (m.state = 'waiting' and m.attempts >= 3))
group by m.channel
order by m.channel;
