-- an arrival that was tried and counts for nothing: out of the queue, its receipt written where it has one
with tried as (
    update raw.arrival
    set state = 'judged'
    where arrival_id = %(arrival_id)s and state = 'received'
    returning arrival_id
)

insert into quality.receipt (arrival_id, due_at, written_at, path)
select
    t.arrival_id,
    %(at)s::timestamptz as due_at,
    %(at)s::timestamptz as written_at,
    %(path)s::text as path
from tried as t
where %(path)s::text is not null
on conflict (arrival_id) do nothing;
