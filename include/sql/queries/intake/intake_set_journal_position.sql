insert into meta.journal (file, byte_offset)
values (%(file)s, %(byte_offset)s)
on conflict (single) do update
    set
        file = excluded.file,
        byte_offset = excluded.byte_offset;
