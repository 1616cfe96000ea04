-- what is older tells of a day that is over
select
    n.organisation,
    n.day,
    n.folder,
    n.name,
    n.content
from meta.reminder_note as n
where n.written_at is null and n.raised_at > %(now)s::timestamptz - interval '1 day'
order by n.day, n.organisation;
