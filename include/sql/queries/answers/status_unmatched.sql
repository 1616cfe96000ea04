-- measures in prose that resemble an indicator and are none by name: the most frequent first, of texts that still stand
select
    min(i.observed) as measure,
    i.expected as suggestion,
    i.remedy,
    count(*)::integer as times,
    min(r.file || ' ' || i.place) as place
from quality.issue as i
inner join raw.submission as r on i.submission_id = r.submission_id
where
    i.rule = 'prose-unmatched'
    and i.state = 'open'
    and not exists (
        select 1
        from raw.submission as later
        where later.supersedes = r.submission_id
    )
group by i.expected, i.remedy
order by times desc, measure asc
limit 200;
