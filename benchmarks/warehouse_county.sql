-- A county for benchmarks/warehouse.py, made in the server. Parameters: start (year of month 0), first, last (months), towns, indicators.

-- [files]
insert into raw.file (sha256, size_bytes, first_received_at)
select
    r.sha256,
    9000 as size_bytes,
    r.received_at
from public.report as r
where r.month between %(first)s and %(last)s;

-- [arrivals]
insert into raw.arrival (
    arrival_id, folder, path, file_name, sha256, reporter, device, inode, size_bytes, mtime_ns, received_at, state, removed_at
)
select
    r.arrival_id,
    r.town as folder,
    'x' as path,
    'x.xlsx' as file_name,
    r.sha256,
    r.town as reporter,
    1 as device,
    r.number as inode,
    9000 as size_bytes,
    1 as mtime_ns,
    r.received_at,
    'judged' as state,
    r.received_at as removed_at
from public.report as r
where r.month between %(first)s and %(last)s;

-- [submissions]
insert into raw.submission (
    submission_id, arrival_id, submission_no, file, sha256, kind, reporter, form, period, sequence, verdict, numeric_cells,
    figure_cells, structure_cells, issue_cells, required, taken, catalogue_hash, run_id, received_at, known_from
)
overriding system value
select
    r.number as submission_id,
    r.arrival_id,
    1 as submission_no,
    'x.xlsx' as file,
    r.sha256,
    'table' as kind,
    r.town as reporter,
    'M' as form,
    r.period,
    1 as sequence,
    'accepted_with_queries' as verdict,
    400 as numeric_cells,
    400 as figure_cells,
    0 as structure_cells,
    0 as issue_cells,
    400 as required,
    400 as taken,
    'h' as catalogue_hash,
    'r' as run_id,
    r.received_at,
    r.received_at as known_from
from public.report as r
where r.month between %(first)s and %(last)s;

-- [issues]
insert into quality.issue (
    submission_id, number, rule, severity, responsibility, dimension, place, organisation, indicator, period, basis, observed, message,
    remedy, known_from
)
select
    r.number as submission_id,
    i.n as number,
    'yoy-large' as rule,
    'query' as severity,
    'department' as responsibility,
    'accuracy' as dimension,
    'x' as place,
    r.town as organisation,
    'I' || lpad(i.n::text, 3, '0') as indicator,
    r.period,
    'growth_rate' as basis,
    '60' as observed,
    'x' as message,
    'x' as remedy,
    r.received_at as known_from
from public.report as r
cross join generate_series(1, 4) as i (n)
where r.month between %(first)s and %(last)s;

-- [figures that were there already]
insert into quality.unloaded_figure (
    submission_id, figure_no, reason, place, raw_text, status, organisation, indicator, period, basis, value, unit, label, is_total,
    candidate, source, known_from
)
select
    r.number as submission_id,
    1000 + i.n as figure_no,
    'unchanged' as reason,
    'x' as place,
    '1' as raw_text,
    'reported' as status,
    r.town as organisation,
    'I' || lpad(i.n::text, 3, '0') as indicator,
    r.period,
    'cumulative' as basis,
    1 as value,
    '万元' as unit,
    'x' as label,
    false as is_total,
    false as candidate,
    'cell' as source,
    r.received_at as known_from
from public.report as r
cross join generate_series(1, 4) as i (n)
where r.month between %(first)s and %(last)s;

-- [names that wait]
insert into quality.unmatched (submission_id, unmatched_no, kind, name, place, unit, known_from)
select
    r.number as submission_id,
    1 as unmatched_no,
    'indicator' as kind,
    '待认' || r.month %% 50 as name,
    'x' as place,
    '万元' as unit,
    r.received_at as known_from
from public.report as r
where r.month between %(first)s and %(last)s and r.number %% 20 = 0;

-- [periods]
insert into meta.period_touched (period, touched_at)
select
    r.period,
    max(r.received_at) as touched_at
from public.report as r
where r.month between %(first)s and %(last)s
group by r.period
on conflict (period) do nothing;
