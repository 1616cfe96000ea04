-- an arrival of archived bytes that are judged again: nothing lies in the inbox for it, and nobody has to take it up
insert into raw.arrival (
    arrival_id, folder, path, file_name, sha256, reporter, folder_below, device, inode, size_bytes, mtime_ns, received_at, state,
    removed_at
)
select
    %(again)s,
    a.folder,
    a.path,
    a.file_name,
    a.sha256,
    a.reporter,
    a.folder_below,
    0 as device,
    0 as inode,
    a.size_bytes,
    0 as mtime_ns,
    %(received_at)s::timestamptz as received_at,
    'judged' as state,
    %(received_at)s::timestamptz as removed_at
from raw.arrival as a
where a.arrival_id = %(arrival)s;
