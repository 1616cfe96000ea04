-- what was sent for a report, one row a submission; what comes again with the same bytes is the same file (PRACTICE): `file_came_at` is
-- when these bytes came first, since waiver, review and a withdrawn rule are the county's time.
create view core.sent_report as
select
    s.submission_id,
    s.reporter,
    s.form,
    s.period,
    s.sequence,
    s.verdict,
    s.sha256,
    s.received_at,
    s.known_from,
    s.required,
    s.taken,
    s.duplicate_of is not null as is_duplicate,
    a.inode <> 0 as is_dropped,
    s.verdict in ('accepted', 'accepted_with_queries') as is_accepted,
    min(s.received_at) over (partition by s.reporter, s.form, s.period, s.sha256) as file_came_at
from raw.submission as s
inner join raw.arrival as a on s.arrival_id = a.arrival_id
where s.sequence is not null and s.verdict in ('accepted', 'accepted_with_queries', 'partially_accepted', 'returned');
comment on view core.sent_report is 'what was sent for each report, in order, and when the bytes of it came first';

-- standing is the last one of which anything was taken: its figures stand, and its questions wait. what was accepted stays so
-- whatever a later file brings, so that a correction makes nobody late. each report by itself: who asks for one period counts
-- nothing of the others.
create view core.report_attempts as
select
    s.reporter,
    s.form,
    s.period,
    min(s.received_at) as received_at,
    count(*) filter (where s.is_dropped and not s.is_duplicate)::integer as attempts,
    min(s.known_from) filter (where s.is_accepted) as accepted_at,
    (array_agg(s.file_came_at order by s.sequence asc) filter (where s.is_accepted))[1] as acceptable_at,
    (array_agg(s.sha256 order by s.sequence asc))[1]
    = (array_agg(s.sha256 order by s.sequence asc) filter (where s.is_accepted))[1] as is_first_pass,
    (array_agg(s.submission_id order by s.sequence desc))[1] as last_submission,
    array_agg(s.verdict order by s.sequence desc) filter (where s.verdict <> 'returned' and not s.is_duplicate) as verdicts,
    array_agg(array[s.submission_id, s.required, s.taken] order by s.sequence desc)
    filter (where s.verdict <> 'returned' and not s.is_duplicate) as standing
from core.sent_report as s
group by s.reporter, s.form, s.period;
comment on view core.report_attempts is 'how each report came: its attempts, when it was accepted, and of which file that was so';
