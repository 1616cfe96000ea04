-- final periods wait until a person opens them
select
    d.period,
    d.revision
from meta.dirty_period as d
where
    d.period not in (
        select f.period
        from meta.final_period as f
    )
order by d.period;
