select
    r.arrival_id,
    a.reporter,
    r.last_error
from quality.receipt as r
inner join raw.arrival as a on r.arrival_id = a.arrival_id
where r.written_at is null and r.last_error is not null
order by a.received_at, r.arrival_id;
