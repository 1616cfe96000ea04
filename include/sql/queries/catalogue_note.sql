update meta.catalogue set in_force = false
where in_force;

insert into meta.catalogue (hash, snapshot_sha256, first_used_at, in_force)
values (%(hash)s, %(snapshot_sha256)s, %(used_at)s, true)
on conflict (hash) do update set in_force = true;
