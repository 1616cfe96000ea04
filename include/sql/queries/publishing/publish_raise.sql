-- until their files are written anew, nothing is to be worked out; what is dirty already stays so with its revision
insert into meta.dirty_period (period, revision, raised_at, indicators, rolled_up)
select
    numbered.period,
    numbered.revision,
    %(published_at)s as raised_at,
    '{}' as indicators,
    numbered.revision as rolled_up
from (
    select
        asked.period,
        nextval('meta.revision') as revision
    from unnest(%(periods)s::text[]) as asked (period)
    order by asked.period
) as numbered
on conflict (period) do nothing
returning period, revision;
