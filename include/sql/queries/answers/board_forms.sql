-- the forms that somebody owes or has sent, by title, each with the latest period that anybody sent it for
select
    f.code,
    f.title,
    f.frequency,
    (
        select p.period
        from core.period as p
        where
            p.frequency = f.frequency
            and p.last_day < current_date + 400
            and exists (
                select 1
                from raw.submission as s
                where s.period = p.period and s.form = f.code and s.sequence is not null
            )
        order by p.last_day desc
        limit 1
    ) as last_period
from (
    select distinct on (form.code)
        form.code,
        form.title,
        form.frequency
    from core.form as form
    order by form.code asc, form.version desc
) as f
where
    exists (
        select 1
        from core.obligation as o
        where o.form = f.code and (%(reporter)s::text is null or o.organisation = %(reporter)s)
    )
    or exists (
        select 1
        from raw.submission as s
        where s.form = f.code and (%(reporter)s::text is null or s.reporter = %(reporter)s)
    )
order by
    case f.frequency when 'month' then 1 when 'quarter' then 2 when 'half' then 3 else 4 end,
    (
        select count(*)
        from core.obligation as o
        where o.form = f.code
    ) desc,
    f.code;
