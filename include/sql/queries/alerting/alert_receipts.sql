select
    count(*) as receipts,
    min(r.due_at) as oldest
from quality.receipt as r
where r.written_at is null and r.due_at < %(late)s
having count(*) > 0;
