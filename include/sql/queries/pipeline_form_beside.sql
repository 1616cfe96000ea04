-- whether a form that was read lies in the same folder of the same reporter.
select count(*) > 0 as beside
from raw.arrival as a
inner join raw.submission as s on a.arrival_id = s.arrival_id
where
    a.arrival_id <> %(arrival)s
    and a.reporter = %(reporter)s
    and a.folder_below = %(folder_below)s
    and s.form is not null
    and s.verdict in ('accepted', 'accepted_with_queries', 'partially_accepted');
