-- until their files are written anew; what is dirty already stays so with its revision
insert into meta.dirty_period (period, revision, raised_at)
select
    asked.period,
    nextval('meta.revision') as revision,
    %(published_at)s as raised_at
from unnest(%(periods)s::text[]) as asked (period)
order by asked.period
on conflict (period) do nothing
returning period, revision;
