-- every arrival that came to a verdict gets a receipt; system files and those still being copied don't
insert into quality.receipt (arrival_id, due_at)
select distinct
    s.arrival_id,
    %(known_from)s::timestamptz as due_at
from staging.submission as s
where
    s.run_id = %(run_id)s
    and coalesce(s.verdict, s.early_verdict) not in ('waiting', 'ignored')
on conflict (arrival_id) do nothing;
