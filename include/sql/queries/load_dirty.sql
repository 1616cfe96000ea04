-- the periods that the run says anything new about: a figure, or one that waits
with touched as (
    select distinct n.period
    from staging.loading_figure as n
    where
        n.run_id = %(run_id)s
        and n.disposition not in ('duplicate', 'not_taken', 'returned', 'candidate', 'total', 'unidentified')
),

noted as (
    insert into meta.period_touched (period, touched_at)
    select
        t.period,
        %(known_from)s as touched_at
    from touched as t
    on conflict (period) do update set touched_at = excluded.touched_at
    returning period
)

insert into meta.dirty_period (period, revision, raised_at)
select
    n.period,
    nextval('meta.revision') as revision,
    %(known_from)s as raised_at
from noted as n
order by n.period
on conflict (period) do update set revision = excluded.revision, raised_at = excluded.raised_at;
