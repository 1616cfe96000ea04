-- an arrival that can't be judged and can't be returned: out of the queue, its receipt due
with put_aside as (
    update raw.arrival
    set
        state = 'quarantined',
        last_error = %(reason)s
    where arrival_id = %(arrival_id)s and state = 'received'
    returning arrival_id
)

insert into quality.receipt (arrival_id, due_at)
select
    arrival_id,
    %(at)s::timestamptz as due_at
from put_aside
on conflict (arrival_id) do nothing;
