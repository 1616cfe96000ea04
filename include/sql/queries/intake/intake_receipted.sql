select
    a.arrival_id,
    a.path,
    a.device,
    a.inode,
    a.size_bytes,
    a.mtime_ns,
    a.sha256
from raw.arrival as a
inner join quality.receipt as r on a.arrival_id = r.arrival_id
where
    a.removed_at is null
    and r.written_at is not null
order by a.arrival_id;
