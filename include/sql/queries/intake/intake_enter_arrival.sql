with stored as (
    insert into raw.file (sha256, size_bytes, first_received_at)
    values (%(sha256)s, %(size_bytes)s, %(received_at)s)
    on conflict (sha256) do nothing
)

insert into raw.arrival (
    arrival_id,
    folder,
    folder_below,
    path,
    file_name,
    sha256,
    reporter,
    device,
    inode,
    size_bytes,
    mtime_ns,
    received_at,
    removed_at
)
values (
    %(arrival_id)s,
    %(folder)s,
    %(folder_below)s,
    %(path)s,
    %(file_name)s,
    %(sha256)s,
    %(reporter)s,
    %(device)s,
    %(inode)s,
    %(size_bytes)s,
    %(mtime_ns)s,
    %(received_at)s,
    -- what arrives by a decision, from the archive, never lay in the inbox
    case when %(inode)s = 0 then %(received_at)s::timestamptz end
)
on conflict (arrival_id) do nothing;
