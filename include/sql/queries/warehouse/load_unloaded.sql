-- every other figure of the run, with the reason; in a returned submission nothing counts as reported
insert into quality.unloaded_figure (
    submission_id, figure_no, reason, place, raw_text, status, organisation, indicator, period, basis, value, unit, label,
    is_total, candidate, source, measure, known_from
)
select
    n.submission_id,
    n.figure_no,
    case n.disposition when 'load' then 'unchanged' else n.disposition end as reason,
    n.place,
    n.raw_text,
    case when n.disposition in ('returned', 'ambiguous') and n.status = 'reported' then 'held' else n.status end as status,
    n.organisation,
    n.indicator,
    n.period,
    n.basis,
    n.value,
    n.unit,
    n.label,
    n.is_total,
    n.candidate,
    n.source,
    n.measure,
    %(known_from)s
from pg_temp.loading as n
where not n.says_new;
