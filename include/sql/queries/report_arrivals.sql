select
    verdict,
    count(*) as submissions
from raw.submission
group by verdict
order by verdict;
