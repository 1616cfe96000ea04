-- sums from January to the end of each period that begins later, of flows without a cumulative (core.summed_flow): of months, and
-- where a longer period has them of longer parts, if all are there. what organisations that took over from others within the year
-- have is the sum of theirs and of those before them, what one of them lacks the whole lacks (core.estate).
create function core.sum_since_january(periods text[], indicators text[] default null)
returns table (
    period text,
    -- the estate of the span plan, else the organisation itself
    whole text,
    organisation text,
    indicator text,
    value numeric,
    adds_to_parent boolean,
    -- of several heirs together: the whole stands at the first, 0 at the others
    estate text,
    heirs integer
)
language sql
stable
rows 2000
set enable_nestloop = off
set jit = off
as $$
with target as materialized (
    select p.*
    from core.period as p
    where p.period = any(periods) and p.first_month > 1
),

summed_flow as materialized (
    select
        s.form,
        s.indicator
    from core.summed_flow as s
    where indicators is null or s.indicator = any(indicators)
),

tied as materialized (
    select e.*
    from core.estate(periods) as e
    where e.span = 'plan'
),

part as materialized (
    select
        p.year,
        p.last_month,
        p.last_day,
        p.months,
        f.organisation,
        f.indicator,
        f.value,
        f.adds_to_parent
    from core.source_figure as f
    inner join summed_flow as s on f.form = s.form and f.indicator = s.indicator
    inner join core.period as p on f.period = p.period
    where
        f.turn = 1
        and f.status = 'reported'
        and f.basis = 'current'
        and f.indicator = any(array(select s.indicator from summed_flow as s))
        and f.period = any(array(
            select p.period
            from core.period as p
            inner join target as t on p.year = t.year and p.last_month <= t.last_month and p.months <= t.months
        ))
        and f.period_year between (select min(t.year) from target as t) and (select max(t.year) from target as t)
),

summed as (
    select distinct on (t.period, coalesce(m.estate, c.organisation), c.indicator)
        t.period,
        coalesce(m.estate, c.organisation) as whole,
        c.indicator,
        sum(c.value) as value,
        bool_and(c.adds_to_parent) as adds_to_parent,
        coalesce(max(m.heirs), 1) as heirs
    from target as t
    inner join part as c on t.year = c.year and t.last_month >= c.last_month and t.months >= c.months
    left join tied as m on t.period = m.period and c.organisation = m.organisation
    left join core.part_of_year(periods) as p
        on t.period = p.period and coalesce(m.estate, c.organisation) = p.estate and c.months = p.months
    where m.period is null or c.last_day between m.valid_from and m.valid_to
    group by t.period, t.last_month, coalesce(m.estate, c.organisation), c.indicator, c.months
    having
        count(*) filter (where m.is_kin is not false) = coalesce(max(p.needed), t.last_month / c.months)
        and coalesce(max(p.parts), t.last_month / c.months) * c.months = t.last_month
    order by t.period asc, coalesce(m.estate, c.organisation) asc, c.indicator asc, c.months asc
)

select
    s.period,
    s.whole,
    coalesce(m.organisation, s.whole) as organisation,
    s.indicator,
    case
        when s.heirs > 1 and m.organisation > min(m.organisation) over (partition by s.period, s.whole, s.indicator) then 0
        else s.value
    end as value,
    s.adds_to_parent,
    case when s.heirs > 1 then s.whole end as estate,
    s.heirs
from summed as s
left join tied as m on s.period = m.period and s.whole = m.estate and m.is_heir
where s.heirs > 0
$$;
comment on function core.sum_since_january(text[], text[]) is 'what organisations have since January of flows that are reported by the period alone';
