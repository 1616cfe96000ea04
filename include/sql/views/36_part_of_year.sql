-- how many figures there must be for a sum from January to the end of a period, of organisations that took over from others
-- within the year or opened within it; of every other one in each part
create function core.part_of_year(periods text[])
returns table (
    period text,
    -- core.estate of the span plan, else the organisation itself
    estate text,
    -- how long the parts are
    months integer,
    needed integer,
    parts integer
)
language sql
stable
as $$
with part as (
    select
        t.period,
        t.last_month,
        make_date(t.year, 1, 1) as new_year,
        p.months,
        p.last_day
    from core.period as t
    inner join core.period as p on t.year = p.year and t.last_month >= p.last_month and t.months >= p.months
    where t.period = any(periods) and t.first_month > 1
),

tied as materialized (
    select e.*
    from core.estate(periods) as e
    where e.span = 'plan'
)

select
    m.period,
    m.estate,
    p.months,
    count(*)::integer as needed,
    count(distinct p.last_day)::integer as parts
from tied as m
inner join part as p on m.period = p.period and m.valid_from <= p.last_day and m.valid_to >= p.last_day
where m.is_kin
group by m.period, m.estate, p.months
union all
select
    p.period,
    o.organisation as estate,
    p.months,
    count(*)::integer as needed,
    p.last_month / p.months as parts
from part as p
inner join core.opened_organisation as o on p.new_year <= o.valid_from and p.last_day >= o.valid_from
where
    not exists (
        select 1
        from tied as m
        where m.period = p.period and m.organisation = o.organisation
    )
group by p.period, p.last_month, o.organisation, p.months
$$;
comment on function core.part_of_year(text[]) is 'how many figures make a sum since January, of organisations that were not there in all of its parts';
