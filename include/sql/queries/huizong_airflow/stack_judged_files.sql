-- files that may still lie in the inbox although they are judged, as the inbox tells them apart.
select
    path,
    device,
    inode,
    size_bytes,
    mtime_ns
from raw.arrival
where state = 'judged' and removed_at is null;
