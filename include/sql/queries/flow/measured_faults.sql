-- what those arrivals were told, by rule; remarks that nobody has to act on are not counted
select
    i.rule,
    count(*)::integer as faults
from quality.issue as i
inner join raw.submission as s on i.submission_id = s.submission_id
where s.arrival_id = any(%(arrivals)s) and i.severity <> 'info'
group by i.rule
order by i.rule;
