-- of which periods' figures the rollups of a period are made: those within it, those that end just before it (a quarter or a
-- month is a difference of two cumulatives), the year's plan, and the same of the year before, for growth.
create view core.period_input as
with of_one_year as not materialized (
    select
        p.period,
        i.period as input
    from core.period as p
    inner join core.period as i
        on
            p.year = i.year
            and (
                (p.first_month <= i.first_month and p.last_month >= i.last_month)
                or i.last_month = p.first_month - 1
                or i.frequency = 'year'
            )
)

select
    o.period,
    o.input
from of_one_year as o
union all
select
    p.period,
    o.input
from core.period as p
inner join of_one_year as o on p.year_before = o.period;
comment on view core.period_input is 'the rollups of period are made of figures of input; read backwards, what a change makes stale';

-- nobody is late with December in June: a period is open once somebody said anything of it, or of a shorter one that ends with it
create view core.open_period as
select distinct p.period
from meta.period_touched as t
inner join core.period as closing on t.period = closing.period
inner join core.period as p
    on closing.year = p.year and closing.last_month = p.last_month and closing.months <= p.months;
comment on view core.open_period is 'periods that are published, and for which figures are expected';
