-- what was stopped stays dirty with its revision, whatever of it is new: nobody keeps count until it is let pass
insert into meta.dirty_period as d (period, revision, raised_at)
select
    asked.period,
    nextval('meta.revision') as revision,
    %(published_at)s as raised_at
from unnest(%(periods)s::text[]) as asked (period)
order by asked.period
on conflict (period) do update set
    indicators = null,
    rolled_up = null
where d.indicators is not null or d.rolled_up is not null;
