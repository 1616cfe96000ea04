-- flows that a form asks for by the period alone, without January to date: their cumulative is the sum of what was given since January.
create view core.summed_flow as
select distinct
    r.form,
    r.indicator
from core.form_row as r
inner join core.indicator as i on r.indicator = i.code and i.kind = 'flow'
where
    r.basis = 'current'
    and not exists (
        select 1
        from core.form_row as c
        where c.form = r.form and c.indicator = r.indicator and c.basis = 'cumulative'
    );
comment on view core.summed_flow is 'flows of which a form asks for no cumulative: it is summed from January on';

-- of which earlier periods' figures of such flows the rollups of a period are made: those since January, and the same of the year
-- before, for growth. what core.period_input names stands there for all figures.
create view core.summed_input as
with since_january as not materialized (
    select
        p.period,
        i.period as input
    from core.period as p
    inner join core.period as i on p.year = i.year and p.first_month > i.last_month and p.months >= i.months
    where
        exists (
            select 1
            from core.summed_flow as f
        )
)

select
    s.period,
    s.input
from since_january as s
union all
select
    p.period,
    s.input
from core.period as p
inner join since_january as s on p.year_before = s.period;
comment on view core.summed_input is 'the rollups of period are made of figures of input also, as far as flows are summed; as core.period_input';

-- when anything was said that the rollups of a period are made of
create view core.touched_input as
select
    n.period,
    n.input,
    t.touched_at
from core.period_input as n
inner join meta.period_touched as t on n.input = t.period
union all
select
    s.period,
    s.input,
    t.summed_at as touched_at
from core.summed_input as s
inner join meta.period_touched as t on s.input = t.period
where t.summed_at is not null;
comment on view core.touched_input is 'inputs of the rollups of a period with the instant at which anything that counts was last said of them';
