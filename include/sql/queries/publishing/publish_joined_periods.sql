-- of the periods those whose organisations were merged since; what was joined before is forgotten
delete from core.joined_rollup
where
    period = any(%(periods)s)
    and (%(indicators)s::text[] is null or indicator = any(%(indicators)s));

select distinct j.period
from core.joined_organisation(%(periods)s) as j
order by j.period;
