-- a run may be judged again after a crash: what it resolved before is forgotten. what earlier runs resolved stays to be looked at
-- until the next one begins. committed before the run is judged: the next run forgets the same rows and would wait for its end.
with unresolved as (
    delete from staging.operand as o
    where
        o.run_id = %(run_id)s
        or not exists (
            select 1
            from staging.submission as s
            where s.run_id = o.run_id
        )
)

delete from staging.past_figure as p
where
    p.run_id = %(run_id)s
    or not exists (
        select 1
        from staging.submission as s
        where s.run_id = p.run_id
    );
