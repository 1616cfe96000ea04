-- what a warehouse holds, row by row, without the numbers that only count: two warehouses of the same evidence hold the same
create view meta.content_row as
select
    'figure' as subject,
    f.period as part,
    concat_ws('/', f.organisation, f.indicator, f.period, f.basis, f.reporter, f.form, f.known_from::text) as key,
    row(
        f.value, f.status, f.unit, f.digit_weight, f.qualifier, f.maturity, f.refers_to, f.place, f.raw_text, f.source,
        s.arrival_id, s.submission_no, f.figure_no, f.known_to
    )::text as content
from core.figure as f
inner join raw.submission as s on f.submission_id = s.submission_id
union all
select
    'submission' as subject,
    coalesce(s.period, '') as part,
    concat_ws('/', s.arrival_id, s.submission_no::text) as key,
    row(
        s.file, s.sha256, s.kind, s.reporter, s.form, s.period, s.sequence, s.verdict, s.supersedes is not null,
        s.duplicate_of is not null, s.revalidates is not null, s.numeric_cells, s.figure_cells, s.structure_cells, s.issue_cells,
        s.required, s.taken, s.catalogue_hash, s.received_at, s.known_from
    )::text as content
from raw.submission as s
union all
select
    'fault' as subject,
    coalesce(s.period, '') as part,
    concat_ws('/', s.arrival_id, s.submission_no::text, i.number::text) as key,
    row(
        i.rule, i.severity, i.responsibility, i.place, i.organisation, i.indicator, i.period, i.basis, i.observed, i.expected,
        i.difference, i.message, i.remedy, i.state
    )::text as content
from quality.issue as i
inner join raw.submission as s on i.submission_id = s.submission_id
union all
select
    'issue of a period' as subject,
    i.period as part,
    concat_ws(
        '/', i.rule, i.organisation, i.indicator, i.basis, i.reporter, i.form, i.other_reporter, i.other_form, i.observed, i.expected,
        i.raised_at::text
    ) as key,
    row(i.severity, i.state, i.closed_at, i.message)::text as content
from quality.period_issue as i
union all
select
    'settlement' as subject,
    d.period as part,
    concat_ws(
        '/', d.rule, d.organisation, d.indicator, d.basis, d.reporter, d.form, d.other_reporter, d.other_form, d.observed, d.expected
    ) as key,
    row(d.approver, d.reason, d.decided_at)::text as content
from quality.settlement as d
union all
select
    'rollup' as subject,
    r.period as part,
    concat_ws('/', r.organisation, r.indicator, r.period, r.basis, r.method) as key,
    (to_jsonb(r) - 'revision')::text as content
from core.published_rollup as r
union all
select
    'published rollup' as subject,
    v.period as part,
    concat_ws('/', v.organisation, v.indicator, v.period, v.basis, v.method, v.known_from::text) as key,
    v.content::text || ' ' || v.known_to::text as content
from core.rollup_version as v;
comment on view meta.content_row is 'figures, submissions, faults and rollups as text, by which a rebuilt warehouse is compared with the one before';
