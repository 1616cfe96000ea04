-- the names of a report, and when it is due
select
    o.name as reporter_name,
    f.title as form_title,
    d.due_at
from core.organisation as o
cross join core.form as f
left join core.due_report as d on d.form = %(form)s and d.reporter = %(reporter)s and d.period = %(period)s
where o.code = %(reporter)s and f.code = %(form)s
order by f.version desc
limit 1;
