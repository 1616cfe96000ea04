-- put back to an earlier publication, for as long as nothing is newer than what was taken back
create view meta.reverted_period as
with decided as (
    select distinct on (r.period)
        r.period,
        r.number,
        r.as_of,
        r.catalogue_hash
    from quality.reversion as r
    order by r.period asc, r.decided_at desc
)

select
    d.period,
    d.number
from decided as d
inner join meta.publication as p on d.period = p.period
inner join meta.catalogue as c on d.catalogue_hash = c.hash
inner join meta.catalogue as now on c.reference_hash is not distinct from now.reference_hash and now.in_force
where
    d.number is not null
    and not exists (
        select 1
        from core.touched_input as t
        where t.period = d.period and t.touched_at > d.as_of
    );
comment on view meta.reverted_period is 'periods that stand as an earlier publication showed them, until newer figures or another catalogue come';

create view meta.kept_period as
select
    f.period,
    'final' as why
from meta.final_period as f
union all
select
    r.period,
    'reverted' as why
from meta.reverted_period as r
where r.period not in (select f.period from meta.final_period as f);
comment on view meta.kept_period is 'periods that no publication changes: final ones, and those put back';
