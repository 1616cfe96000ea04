select r.arrival_id
from quality.receipt as r
inner join raw.arrival as a on r.arrival_id = a.arrival_id
where r.written_at is null
order by a.received_at, r.arrival_id;
