-- files of which the program could make nothing
select distinct s.arrival_id
from quality.issue as i
inner join raw.submission as s on i.submission_id = s.submission_id
where i.rule = 'processing-failed';
