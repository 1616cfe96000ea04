-- every figure of every submission in one list, whatever became of it; one row a place
create view quality.submitted_figure as
select
    f.submission_id,
    f.figure_no,
    'loaded' as reason,
    f.place,
    f.raw_text,
    f.status,
    f.organisation,
    f.indicator,
    f.period,
    f.basis,
    f.value,
    f.unit,
    f.known_from
from core.figure as f
union all
select
    u.submission_id,
    u.figure_no,
    u.reason,
    u.place,
    u.raw_text,
    u.status,
    u.organisation,
    u.indicator,
    u.period,
    u.basis,
    u.value,
    u.unit,
    u.known_from
from quality.unloaded_figure as u
where
    u.reason <> 'candidate'
    or not exists (
        select 1
        from quality.confirmation as c
        where c.submission_id = u.submission_id and c.figure_no = u.figure_no
    );
comment on view quality.submitted_figure is 'every figure of every submission; reason is loaded, or why it made no new row';
