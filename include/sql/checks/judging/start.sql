-- a run may be judged again after a crash: what it said before is forgotten. what earlier runs resolved stays to be looked at
-- until the next one begins
with forgotten as (
    delete from staging.issue
    where run_id = %(run_id)s
),

unresolved as (
    delete from staging.operand as o
    where
        o.run_id = %(run_id)s
        or not exists (
            select 1
            from staging.submission as s
            where s.run_id = o.run_id
        )
),

unseen as (
    delete from staging.past_figure as p
    where
        p.run_id = %(run_id)s
        or not exists (
            select 1
            from staging.submission as s
            where s.run_id = p.run_id
        )
)

insert into quality.run (run_id, catalogue_hash, started_at)
values (%(run_id)s, %(catalogue_hash)s, %(started_at)s)
on conflict (run_id) do update set
    catalogue_hash = excluded.catalogue_hash,
    started_at = excluded.started_at,
    finished_at = null;
