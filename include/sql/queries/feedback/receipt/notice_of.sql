-- whether an arrival is bytes judged again because the rules changed: what was told before, and why the rules changed
select
    s.revalidates,
    before.verdict as verdict_before,
    s.known_from,
    d.reason
from raw.submission as s
inner join raw.submission as before on s.revalidates = before.submission_id
inner join quality.revalidation as d on s.known_from = d.known_from
where s.arrival_id = %(arrival_id)s
order by s.submission_no;
