-- who owes a form in any of the periods, or has sent it: of a department's user its own organisation alone
select
    r.code,
    coalesce(o.name, r.code) as name,
    coalesce(o.kind, '') as kind
from (
    select d.reporter as code
    from core.due_report as d
    where d.form = %(form)s and d.period = any(%(periods)s)
    union
    select s.reporter
    from raw.submission as s
    where s.form = %(form)s and s.period = any(%(periods)s) and s.reporter is not null
) as r
left join core.organisation as o on r.code = o.code
where %(reporter)s::text is null or r.code = %(reporter)s
order by
    case o.kind when 'county' then 1 when 'town' then 2 when 'park' then 3 when 'bureau' then 4 when 'village' then 5 else 6 end,
    r.code;
