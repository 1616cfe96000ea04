-- twin counts earlier files of the same name in the same second whose receipts would have the same name: the folder of the
-- outbox is the reporter's, whatever his folder of the inbox was called, and all that are nobody's share one; a share that
-- Windows serves does not tell large letters from small ones
select
    a.arrival_id,
    a.folder,
    a.file_name,
    a.sha256,
    a.reporter,
    a.received_at,
    (
        select count(*)
        from raw.arrival as other
        where
            other.reporter is not distinct from a.reporter
            and lower(other.file_name) = lower(a.file_name)
            and date_trunc('second', other.received_at) = date_trunc('second', a.received_at)
            and (other.received_at, other.arrival_id) < (a.received_at, a.arrival_id)
    ) as twin
from quality.receipt as r
inner join raw.arrival as a on r.arrival_id = a.arrival_id
where
    r.arrival_id = %(arrival_id)s
    and r.written_at is null
for update of r skip locked;
