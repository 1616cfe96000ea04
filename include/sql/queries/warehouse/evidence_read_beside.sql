-- the reporters of whom a form was read in the same folder; a folder that is nobody's is looked at within a day only.
select distinct s.reporter
from raw.arrival as a
inner join raw.arrival as o on a.folder_below = o.folder_below and a.arrival_id <> o.arrival_id
inner join raw.submission as s on o.arrival_id = s.arrival_id
where
    a.arrival_id = %(arrival)s
    and s.reporter is not null
    and s.form is not null
    and s.verdict in ('accepted', 'accepted_with_queries', 'partially_accepted')
    and (
        o.reporter = a.reporter
        or (
            a.reporter is null
            and o.reporter is null
            and o.folder = a.folder
            and o.received_at between a.received_at - interval '1 day' and a.received_at + interval '1 day'
        )
    );
