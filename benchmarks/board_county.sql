-- A county for benchmarks/board.py, made in the server. Parameters: towns, months (the last one of them is 2025-12), attempts more.

-- [reports]
create table public.report as
select
    row_number() over (order by m.month, t.number, a.attempt) as number,
    'T' || lpad(t.number::text, 3, '0') as town,
    to_char(date '2025-12-01' - make_interval(months => m.month), 'YYYY-MM') as period,
    (date '2025-12-01' - make_interval(months => m.month - 1) + interval '7 days' + make_interval(mins => t.number * 7 + a.attempt))
    at time zone 'Asia/Shanghai' as received_at,
    a.attempt,
    case
        when a.attempt = 1 and t.number %% 4 = 0 then 'returned'
        when t.number %% 7 = m.month %% 7 then 'partially_accepted'
        when t.number %% 5 = m.month %% 5 then 'accepted_with_queries'
        else 'accepted'
    end as verdict,
    md5(t.number || '/' || m.month || '/' || a.attempt) || md5('x' || t.number || '/' || m.month || '/' || a.attempt) as sha256
from generate_series(0, %(towns)s - 1) as t (number)
cross join generate_series(0, %(months)s - 1) as m (month)
inner join generate_series(1, 2) as a (attempt) on a.attempt = 1 or t.number %% 4 = 0
where t.number %% 20 <> 19 or m.month > 0;

-- [files]
insert into raw.file (sha256, size_bytes, first_received_at)
select
    r.sha256,
    9000 as size_bytes,
    r.received_at
from public.report as r;

-- [arrivals]
insert into raw.arrival (
    arrival_id, folder, path, file_name, sha256, reporter, device, inode, size_bytes, mtime_ns, received_at, state, removed_at
)
select
    'A' || r.number as arrival_id,
    r.town as folder,
    'x' as path,
    r.town || r.period || '.xlsx' as file_name,
    r.sha256,
    r.town as reporter,
    1 as device,
    r.number as inode,
    9000 as size_bytes,
    1 as mtime_ns,
    r.received_at,
    'judged' as state,
    r.received_at as removed_at
from public.report as r;

-- [submissions]
insert into raw.submission (
    submission_id, arrival_id, submission_no, file, sha256, kind, reporter, form, period, sequence, verdict, numeric_cells,
    figure_cells, structure_cells, issue_cells, required, taken, catalogue_hash, run_id, received_at, known_from
)
overriding system value
select
    r.number as submission_id,
    'A' || r.number as arrival_id,
    1 as submission_no,
    r.town || r.period || '.xlsx' as file,
    r.sha256,
    'table' as kind,
    r.town as reporter,
    'M' as form,
    r.period,
    r.attempt as sequence,
    r.verdict,
    400 as numeric_cells,
    400 as figure_cells,
    0 as structure_cells,
    0 as issue_cells,
    400 as required,
    390 as taken,
    'h' as catalogue_hash,
    'r' as run_id,
    r.received_at,
    r.received_at as known_from
from public.report as r;

-- [dues]
insert into core.due_report (reporter, form, period, due_at)
select distinct
    'T' || lpad(t.number::text, 3, '0') as reporter,
    'M' as form,
    to_char(date '2025-12-01' - make_interval(months => m.month), 'YYYY-MM') as period,
    (date '2025-12-01' - make_interval(months => m.month - 1) + interval '8 days' + interval '17 hours')
    at time zone 'Asia/Shanghai' as due_at
from generate_series(0, %(towns)s - 1) as t (number)
cross join generate_series(0, %(months)s - 1) as m (month);

-- [issues]
insert into quality.issue (
    submission_id, number, rule, severity, responsibility, dimension, place, organisation, indicator, period, basis, observed, message,
    remedy, state, known_from
)
select
    r.number as submission_id,
    i.number,
    'rule-' || ((r.number + i.number * 7) %% 60) as rule,
    case when r.verdict = 'accepted_with_queries' then 'query' when r.verdict = 'accepted' then 'info' else 'critical' end as severity,
    'department' as responsibility,
    'accuracy' as dimension,
    '报表!D' || i.number as place,
    r.town as organisation,
    'I' || lpad(i.number::text, 3, '0') as indicator,
    r.period,
    'cumulative' as basis,
    '12.5' as observed,
    '第' || i.number || '项与上期相差太大' as message,
    '请核对后重报' as remedy,
    case when (r.number + i.number) %% 9 = 0 then 'explained' else 'open' end as state,
    r.received_at
from public.report as r
cross join generate_series(1, 6) as i (number);

-- [publications]
insert into meta.publication (period, revision, as_of, published_at, rows)
select
    r.period,
    1 as revision,
    max(r.received_at) as as_of,
    max(r.received_at) as published_at,
    1 as rows
from public.report as r
group by r.period;

-- [rollups]
insert into core.rollup (
    period, organisation, organisation_name, indicator, indicator_name, basis, method, is_headline, value, unit, reported, expected,
    full_coverage, missing, missing_names, held, held_names, contested, rank, ranked
)
select
    p.period,
    o.code as organisation,
    o.name as organisation_name,
    i.code as indicator,
    i.name as indicator_name,
    b.basis,
    'reported' as method,
    true as is_headline,
    (hashtext(p.period || o.code || i.code || b.basis) %% 100000) / 10.0 as value,
    i.unit,
    1 as reported,
    1 as expected,
    true as full_coverage,
    '{}' as missing,
    '{}' as missing_names,
    '{}' as held,
    '{}' as held_names,
    '{}' as contested,
    case when o.kind = 'town' then 1 + abs(hashtext(o.code)) %% 300 end as rank,
    case when o.kind = 'town' then 300 end as ranked
from meta.publication as p
cross join core.organisation as o
cross join core.indicator as i
cross join (values ('current'), ('cumulative')) as b (basis)
where i.code < 'I030';
