-- every arrival that came to a verdict gets a receipt; system files and those still being copied don't, and of what is judged
-- again only what changes for the department (revalidate_receipts)
insert into quality.receipt (arrival_id, due_at)
select distinct
    s.arrival_id,
    %(known_from)s::timestamptz as due_at
from staging.submission as s
where
    s.run_id = %(run_id)s
    and s.revalidates is null
    and coalesce(s.verdict, s.early_verdict) not in ('waiting', 'ignored')
on conflict (arrival_id) do nothing;
