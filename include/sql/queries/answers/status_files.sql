select
    verdict,
    count(*)::integer as files
from raw.submission
group by verdict
union all
select
    'waiting' as verdict,
    count(*)::integer as files
from raw.arrival
where state = 'received'
having count(*) > 0
order by verdict;
