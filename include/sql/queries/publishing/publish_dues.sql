delete from core.due_report
where period = any(%(periods)s);

insert into core.due_report (reporter, form, period, due_at)
select
    d.reporter,
    d.form,
    d.period,
    d.due_at
from jsonb_populate_recordset(null::core.due_report, %(dues)s::jsonb) as d;
