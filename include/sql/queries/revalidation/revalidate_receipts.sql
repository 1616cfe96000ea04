insert into quality.receipt (arrival_id, due_at)
select
    a.arrival_id,
    %(known_from)s::timestamptz as due_at
from unnest(%(arrivals)s::text[]) as a (arrival_id)
on conflict (arrival_id) do nothing;
