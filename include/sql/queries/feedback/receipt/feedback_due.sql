-- receipts not written yet; of some arrivals only, where they are given
select r.arrival_id
from quality.receipt as r
inner join raw.arrival as a on r.arrival_id = a.arrival_id
where
    r.written_at is null
    and (%(arrivals)s::text[] is null or r.arrival_id = any(%(arrivals)s::text[]))
order by a.received_at, r.arrival_id;
