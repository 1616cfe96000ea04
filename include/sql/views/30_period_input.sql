-- of which periods' figures the rollups of a period are made: those within it, those that end just before it (a quarter
-- is a difference of two cumulatives), the year's plan, and the same of the year before, for growth.
create view core.period_input as
with of_one_year as (
    select
        p.period,
        i.period as input
    from core.period as p
    inner join core.period as i
        on
            p.year = i.year
            and (
                (p.first_month <= i.first_month and p.last_month >= i.last_month)
                or (p.months > 1 and i.last_month = p.first_month - 1)
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
