insert into meta.beat (name, at)
values (%(name)s, %(now)s)
on conflict (name) do update set at = excluded.at;
