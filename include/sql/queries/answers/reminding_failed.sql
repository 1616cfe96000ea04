select
    n.organisation,
    n.day::text as day,
    n.last_error
from meta.reminder_note as n
where n.written_at is null and n.last_error is not null and n.day >= %(since)s
order by n.day, n.organisation;
