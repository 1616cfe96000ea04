-- final periods stay as they are; that something they are made of is newer is kept in mind until they are opened
insert into meta.dirty_period as d (period, revision, raised_at)
select
    f.period,
    nextval('meta.revision') as revision,
    %(published_at)s as raised_at
from meta.final_period as f
where f.period = any(%(periods)s)
order by f.period
on conflict (period) do update set
    indicators = null,
    rolled_up = null
where d.indicators is not null or d.rolled_up is not null;
