select
    path,
    device,
    inode,
    size_bytes,
    mtime_ns
from raw.arrival
where removed_at is null;
