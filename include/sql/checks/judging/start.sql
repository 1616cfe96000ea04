-- a run may be judged again after a crash: what it said before is forgotten
with forgotten as (
    delete from staging.issue
    where run_id = %(run_id)s
)

insert into quality.run (run_id, catalogue_hash, started_at)
values (%(run_id)s, %(catalogue_hash)s, %(started_at)s)
on conflict (run_id) do update set
    catalogue_hash = excluded.catalogue_hash,
    started_at = excluded.started_at,
    finished_at = null;
