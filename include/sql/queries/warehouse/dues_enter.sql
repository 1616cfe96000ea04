with wanted as (
    select d.*
    from jsonb_populate_recordset(null::core.due_report, %(dues)s::jsonb) as d
),

gone as (
    delete from core.due_report as e
    where
        e.period = any(%(periods)s)
        and e.due_at >= %(since)s
        and not exists (
            select 1
            from wanted as w
            where w.period = e.period and w.form = e.form and w.reporter = e.reporter
        )
)

insert into core.due_report (reporter, form, period, due_at)
select
    w.reporter,
    w.form,
    w.period,
    w.due_at
from wanted as w
on conflict (period, form, reporter) do update set due_at = excluded.due_at where core.due_report.due_at is distinct from excluded.due_at;
