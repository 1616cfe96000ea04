-- the periods of which what is owed, or when, is entered otherwise or not at all
with wanted as (
    select d.*
    from jsonb_populate_recordset(null::core.due_report, %(dues)s::jsonb) as d
),

entered as (
    select e.*
    from core.due_report as e
    where e.period = any(%(periods)s) and e.due_at >= %(since)s
)

select distinct coalesce(w.period, e.period) as period
from wanted as w
full join entered as e on w.period = e.period and w.form = e.form and w.reporter = e.reporter
where w.due_at is distinct from e.due_at
order by period;
