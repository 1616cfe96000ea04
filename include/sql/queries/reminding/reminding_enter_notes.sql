insert into meta.reminder_note (organisation, day, folder, name, content, raised_at)
select
    n.organisation,
    n.day,
    n.folder,
    n.name,
    n.content,
    %(now)s as raised_at
from jsonb_populate_recordset(null::meta.reminder_note, %(notes)s::jsonb) as n
on conflict (organisation, day) do nothing;
