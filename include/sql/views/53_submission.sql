-- file names stay with the department
create view mart.submission as
select
    s.submission_id,
    s.reporter,
    o.name as reporter_name,
    s.form,
    f.title as form_title,
    s.period,
    s.sequence,
    s.verdict,
    s.duplicate_of is not null as is_duplicate,
    s.verdict in ('accepted', 'accepted_with_queries', 'partially_accepted')
    and s.duplicate_of is null
    and not exists (
        select 1
        from raw.submission as l
        where
            l.reporter = s.reporter
            and l.form = s.form
            and l.period = s.period
            and l.submission_id > s.submission_id
            and l.verdict in ('accepted', 'accepted_with_queries', 'partially_accepted')
            and l.duplicate_of is null
    )
    -- where one of them is not known (no index finds those, and they are few)
    and (num_nulls(s.reporter, s.form, s.period) = 0 or not exists (
        select 1
        from raw.submission as l
        where
            l.reporter is not distinct from s.reporter
            and l.form is not distinct from s.form
            and l.period is not distinct from s.period
            and l.submission_id > s.submission_id
            and l.verdict in ('accepted', 'accepted_with_queries', 'partially_accepted')
            and l.duplicate_of is null
    )) as is_live,
    s.received_at,
    s.known_from as judged_at,
    s.required as required_figures,
    s.taken as taken_figures,
    s.revalidates,
    coalesce(i.critical, 0)::integer as critical_issues,
    coalesce(i.blocking, 0)::integer as blocking_issues,
    coalesce(i.queries, 0)::integer as queries,
    coalesce(i.infos, 0)::integer as infos
from raw.submission as s
left join core.organisation as o on s.reporter = o.code
left join lateral (
    select form.title
    from core.form as form
    where form.code = s.form
    order by form.version desc
    limit 1
) as f on true
-- of each row by itself, as is_live: who asks for one report doesn't count the faults of all
left join lateral (
    select
        count(*) filter (where q.severity = 'critical') as critical,
        count(*) filter (where q.severity = 'blocking') as blocking,
        count(*) filter (where q.severity = 'query') as queries,
        count(*) filter (where q.severity = 'info') as infos
    from quality.issue as q
    where q.submission_id = s.submission_id and q.state <> 'void'
) as i on true;
comment on view mart.submission is 'every submission with its verdict: who reported what, when, and what it came to';
comment on column mart.submission.submission_id is 'number of the submission';
comment on column mart.submission.reporter is 'code of the organisation whose folder it came from; null if unknown';
comment on column mart.submission.reporter_name is 'its name';
comment on column mart.submission.form is 'code of the form; null if it could not be told';
comment on column mart.submission.form_title is 'title of the form';
comment on column mart.submission.period is 'latest period that it reports; null if it could not be told';
comment on column mart.submission.sequence is 'which attempt of that reporter, form and period, counted from 1';
comment on column mart.submission.verdict is 'accepted, accepted_with_queries, partially_accepted, returned, waiting or ignored';
comment on column mart.submission.is_duplicate is 'true if the same bytes were live already; nothing was taken a second time';
comment on column mart.submission.is_live is 'true for the last one of its reporter, form and period of which anything was taken';
comment on column mart.submission.received_at is 'when the file arrived';
comment on column mart.submission.judged_at is 'when the verdict took effect';
comment on column mart.submission.required_figures is 'figures that the form requires of it';
comment on column mart.submission.taken_figures is 'required figures that were taken';
comment on column mart.submission.revalidates is
'the submission that this one judges again because the rules changed, which it replaces and whose arrival it keeps; null for what was sent';
comment on column mart.submission.critical_issues is 'faults that must be corrected';
comment on column mart.submission.blocking_issues is 'faults that must be corrected or waived';
comment on column mart.submission.queries is 'questions that need an explanation';
comment on column mart.submission.infos is 'remarks';
