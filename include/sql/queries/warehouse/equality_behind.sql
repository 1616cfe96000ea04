-- periods whose rollups are older than the figures they are made of: what they are to be nobody has seen yet. the one after such a
-- period takes its places and shares from it.
with input as (
    select
        n.period,
        n.input
    from core.period_input as n
    union all
    select
        s.period,
        s.input
    from core.summed_input as s
),

behind as (
    select distinct n.period
    from meta.dirty_period as d
    inner join input as n on d.period = n.input
    where
        d.rolled_up is distinct from d.revision
        and d.period not in (select f.period from meta.final_period as f)
),

after_it as (
    select p.period
    from behind as b
    inner join core.period as o on b.period = o.period
    inner join core.period as p
        on
            o.frequency = p.frequency
            and p.year = case o.last_month when 12 then o.year + 1 else o.year end
            and p.first_month = case o.last_month when 12 then 1 else o.last_month + 1 end
)

select p.period
from core.period as p
where
    (p.period in (select b.period from behind as b) or p.period in (select a.period from after_it as a))
    and p.period not in (select k.period from meta.kept_period as k);
