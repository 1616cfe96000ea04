with before as (
    select reference_hash
    from meta.catalogue
    where in_force
),

-- the periods that were published under other organisations, indicators, forms or obligations are out of date
stale as (
    insert into meta.dirty_period (period, revision, raised_at)
    select
        t.period,
        nextval('meta.revision') as revision,
        %(used_at)s as raised_at
    from meta.period_touched as t
    where
        exists (
            select 1
            from before as b
            where b.reference_hash is not null and b.reference_hash <> %(reference_hash)s
        )
    order by t.period
    on conflict (period) do update set revision = excluded.revision, raised_at = excluded.raised_at, indicators = null
),

-- which flows are summed may be another word of it
summed as (
    update meta.period_touched set summed_at = touched_at
    where
        exists (
            select 1
            from before as b
            where b.reference_hash is not null and b.reference_hash <> %(reference_hash)s
        )
)

update meta.catalogue set in_force = false
where in_force;

insert into meta.catalogue (hash, snapshot_sha256, first_used_at, in_force, reference_hash)
values (%(hash)s, %(snapshot_sha256)s, %(used_at)s, true, %(reference_hash)s)
on conflict (hash) do update set in_force = true, reference_hash = excluded.reference_hash;
