-- the latest decision on a period holds; a period that was never published has nothing that could be kept
create view meta.final_period as
select d.period
from (
    select distinct on (f.period)
        f.period,
        f.is_final
    from quality.finalisation as f
    order by f.period asc, f.decided_at desc
) as d
inner join meta.publication as p on d.period = p.period
where d.is_final;
comment on view meta.final_period is 'periods whose rollups stay as they are until a person opens them';
