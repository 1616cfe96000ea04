-- the terms of the published rollups of one period, as figures are now: over organisations each that counts, over time the
-- cumulatives or months, of a ratio its two sides. a row without terms of its own stands for itself.
create function core.rollup_addend(asked text)
returns table (
    organisation text,
    indicator text,
    basis text,
    method text,
    term_organisation text,
    term_period text,
    formula text,
    above numeric,
    below numeric,
    scale numeric
)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
-- a county's rows of a period, as the planner must know: guessing a handful, it joins them one by one
rows 20000
set enable_nestloop = off
set jit = off
as $$
with term as materialized (
    select t.*
    from core.rollup_term(array[asked]) as t
    where t.formula is not null and t.above is not null and (t.formula = 'sum' or t.below is not null)
),

shown as materialized (
    select
        r.organisation,
        r.indicator,
        r.basis,
        r.method,
        r.value,
        r.missing,
        r.held,
        r.method in ('sum_of_children', 'recomputed_over_children') as is_over,
        p.year,
        p.first_month,
        p.last_month,
        p.last_day
    from core.rollup as r
    inner join core.period as p on r.period = p.period
    where r.period = asked
),

-- an organisation that owes or has the figure is counted, and not those below it
claim as materialized (
    select
        s.organisation,
        s.indicator,
        s.basis
    from shown as s
    inner join core.organisation as o on s.organisation = o.code
    left join term as t on s.organisation = t.organisation and s.indicator = t.indicator and s.basis = t.basis
    where not s.is_over and coalesce(t.adds_to_parent, o.kind in ('town', 'village'))
),

candidate as (
    select
        s.organisation,
        s.indicator,
        s.basis,
        s.method,
        t.organisation as term_organisation,
        t.formula,
        t.above,
        t.below,
        t.scale,
        t.refers_to,
        t.heirs,
        count(*) over (partition by s.organisation, s.indicator, s.basis, t.estate) as of_estate,
        min(t.refers_to) over (partition by s.organisation, s.indicator, s.basis) as kind
    from shown as s
    inner join core.organisation_line as l on s.organisation = l.ancestor
    inner join term as t on l.organisation = t.organisation and s.indicator = t.indicator and s.basis = t.basis
    inner join core.organisation as o on t.organisation = o.code
    where
        s.is_over
        and t.adds_to_parent
        and s.last_day between coalesce(o.valid_from, '-infinity') and coalesce(o.valid_to, 'infinity')
        and t.organisation <> all(s.missing)
        and t.organisation <> all(s.held)
        and not exists (
            select 1
            from claim as c
            inner join core.organisation_line as u on c.organisation = u.ancestor
            where
                u.organisation = t.organisation
                and u.distance < l.distance
                and c.indicator = s.indicator
                and c.basis = s.basis
        )
),

over_children as (
    select
        c.organisation,
        c.indicator,
        c.basis,
        c.method,
        c.term_organisation,
        asked as term_period,
        c.formula,
        c.above,
        c.below,
        c.scale
    from candidate as c
    where (c.heirs = 1 or c.of_estate = c.heirs) and c.refers_to is not distinct from (case when c.refers_to is not null then c.kind end)
),

-- of the organisation itself, or of what it was before it was divided. a rate that it reported itself is not made of its two sides,
-- but stands as it was written
recomputed as (
    select
        s.organisation,
        s.indicator,
        s.basis,
        s.method,
        t.organisation as term_organisation,
        asked as term_period,
        t.formula,
        t.above,
        t.below,
        t.scale
    from shown as s
    inner join term as t
        on
            s.indicator = t.indicator
            and s.basis = t.basis
            and ((s.organisation = t.organisation and t.heirs = 1) or (s.organisation = t.estate and t.heirs > 1))
    where
        not s.is_over
        and ((t.formula <> 'sum' and s.method = 'recomputed') or (t.heirs > 1 and s.method in ('recomputed', 'reported')))
),

asked_period as materialized (
    select p.*
    from core.period as p
    where p.period = asked
),

-- periods and years as values, by which others' figures are left out before they are read
told as (
    select
        f.organisation,
        f.indicator,
        f.basis,
        f.value,
        f.period
    from core.source_figure as f
    where
        f.period_year = (select a.year from asked_period as a)
        and f.period = any(array(
            select p.period
            from core.period as p
            inner join asked_period as a on p.year = a.year and p.last_month between a.first_month - 1 and a.last_month
        ))
        and f.turn = 1
        and f.status = 'reported'
        and f.basis in ('current', 'cumulative')
    union all
    -- further back only what is summed since January
    select
        f.organisation,
        f.indicator,
        f.basis,
        f.value,
        f.period
    from core.source_figure as f
    where
        f.period_year = (select a.year from asked_period as a)
        and f.period = any(array(
            select p.period
            from core.period as p
            inner join asked_period as a on p.year = a.year and p.last_month < a.first_month - 1
        ))
        and f.indicator = any(array(select s.indicator from core.summed_flow as s))
        and f.turn = 1
        and f.status = 'reported'
        and f.basis = 'current'
),

source as materialized (
    select
        f.*,
        p.last_month,
        p.months
    from told as f
    inner join core.period as p on f.period = p.period
),

-- January to the end of a month, of the shortest form that says it; once, for a lookup a row reads all of it each time
cumulated as materialized (
    select distinct on (f.organisation, f.indicator, f.last_month)
        f.organisation,
        f.indicator,
        f.last_month,
        f.period,
        f.value
    from source as f
    where f.basis = 'cumulative'
    order by f.organisation asc, f.indicator asc, f.last_month asc, f.months asc
),

over_time as (
    select
        s.organisation,
        s.indicator,
        s.basis,
        s.method,
        s.organisation as term_organisation,
        e.period as term_period,
        'difference' as formula,
        e.value as above,
        coalesce(b.value, 0) as below,
        1 as scale
    from shown as s
    inner join cumulated as e on s.organisation = e.organisation and s.indicator = e.indicator and s.last_month = e.last_month
    left join cumulated as b on s.organisation = b.organisation and s.indicator = b.indicator and s.first_month - 1 = b.last_month
    where s.method = 'derived_from_cumulatives' and e.value - coalesce(b.value, 0) = s.value
    union all
    select
        s.organisation,
        s.indicator,
        s.basis,
        s.method,
        s.organisation as term_organisation,
        f.period as term_period,
        'sum' as formula,
        f.value as above,
        null as below,
        null as scale
    from shown as s
    inner join source as f on s.organisation = f.organisation and s.indicator = f.indicator
    where
        s.method = 'derived_from_months'
        and s.value is not null
        and f.basis = 'current'
        and f.months = 1
        and f.last_month between case s.basis when 'cumulative' then 1 else s.first_month end and s.last_month
),

-- what the terms before a succession are: of one that took others over theirs, of one that was split also its heirs'
tied as materialized (
    select e.*
    from core.estate(array[asked]) as e
    where e.span in ('flow', 'plan')
),

family as (
    select distinct
        s.organisation,
        m.span,
        m.organisation as term_organisation,
        m.is_heir,
        m.valid_from,
        m.valid_to
    from shown as s
    inner join tied as h on s.organisation in (h.organisation, h.estate)
    inner join tied as m on h.span = m.span and h.estate = m.estate
    where not s.is_over and s.method in ('derived_from_cumulatives', 'derived_from_months')
),

of_family as (
    select
        s.organisation,
        s.indicator,
        s.basis,
        s.method,
        f.term_organisation,
        coalesce(e.period, b.period) as term_period,
        'difference' as formula,
        e.value as above,
        b.value as below,
        1 as scale,
        s.value
    from shown as s
    inner join family as f on s.organisation = f.organisation and f.span = 'flow'
    left join cumulated as e
        on f.is_heir and f.term_organisation = e.organisation and s.indicator = e.indicator and s.last_month = e.last_month
    left join cumulated as b
        on
            make_date(s.year, s.first_month, 1) - 1 between f.valid_from and f.valid_to
            and f.term_organisation = b.organisation
            and s.indicator = b.indicator
            and s.first_month - 1 = b.last_month
    where s.method = 'derived_from_cumulatives' and s.first_month > 1 and (e.value is not null or b.value is not null)
    union all
    select
        s.organisation,
        s.indicator,
        s.basis,
        s.method,
        f.term_organisation,
        g.period as term_period,
        'sum' as formula,
        g.value as above,
        null as below,
        null as scale,
        s.value
    from shown as s
    inner join family as f
        on s.organisation = f.organisation and f.span = case s.basis when 'cumulative' then 'plan' else 'flow' end
    inner join source as g on f.term_organisation = g.organisation and s.indicator = g.indicator
    where
        s.method = 'derived_from_months'
        and g.basis = 'current'
        and g.months = 1
        and g.last_month between case s.basis when 'cumulative' then 1 else s.first_month end and s.last_month
        and (make_date(s.year, g.last_month, 1) + interval '1 month - 1 day') between f.valid_from and f.valid_to
),

-- they are the terms where they give the value
over_family as (
    select w.*
    from (
        select
            o.*,
            coalesce(sum(o.above) over whole, 0) - coalesce(sum(o.below) over whole, 0) as given
        from of_family as o
        window whole as (partition by o.organisation, o.indicator, o.basis, o.method)
    ) as w
    where w.given = w.value
),

found as (
    select o.*
    from over_children as o
    union all
    select r.*
    from recomputed as r
    union all
    select t.*
    from over_time as t
    where
        not exists (
            select 1
            from over_family as f
            where f.organisation = t.organisation and f.indicator = t.indicator and f.basis = t.basis and f.method = t.method
        )
    union all
    select
        f.organisation,
        f.indicator,
        f.basis,
        f.method,
        f.term_organisation,
        f.term_period,
        f.formula,
        f.above,
        f.below,
        f.scale
    from over_family as f
)

select
    f.organisation,
    f.indicator,
    f.basis,
    f.method,
    f.term_organisation,
    f.term_period,
    f.formula,
    f.above,
    f.below,
    f.scale
from found as f
union all
select
    s.organisation,
    s.indicator,
    s.basis,
    s.method,
    s.organisation as term_organisation,
    asked as term_period,
    'sum' as formula,
    s.value as above,
    null as below,
    null as scale
from shown as s
where
    not s.is_over
    and s.value is not null
    and not exists (
        select 1
        from found as f
        where f.organisation = s.organisation and f.indicator = s.indicator and f.basis = s.basis and f.method = s.method
    )
$$;
comment on function core.rollup_addend(text) is 'the terms of the published rollups of a period, as figures are now';

-- asked for some periods it works out these alone: the period is that of `published` throughout, also where it is partitioned by, since
-- a list of them reaches no other column
create view mart.rollup_term as
with published as (
    select distinct r.period
    from core.rollup as r
),

shown as (
    select
        p.period,
        r.organisation,
        r.indicator,
        r.basis,
        r.method,
        r.value,
        r.unit,
        t.formula,
        t.term_organisation,
        o.name as term_organisation_name,
        t.term_period,
        t.above,
        t.below,
        t.scale,
        case t.formula
            when 'difference'
                then
                    sum(t.above) over (partition by p.period, r.organisation, r.indicator, r.basis, r.method)
                    - coalesce(sum(t.below) over (partition by p.period, r.organisation, r.indicator, r.basis, r.method), 0)
            else
                core.composed(
                    t.formula,
                    sum(t.above) over (partition by p.period, r.organisation, r.indicator, r.basis, r.method),
                    sum(t.below) over (partition by p.period, r.organisation, r.indicator, r.basis, r.method),
                    t.scale
                )
        end as composed
    from published as p
    cross join lateral core.rollup_addend(p.period) as t
    inner join core.rollup as r
        on
            p.period = r.period
            and t.organisation = r.organisation
            and t.indicator = r.indicator
            and t.basis = r.basis
            and t.method = r.method
    inner join core.indicator as i on r.indicator = i.code
    left join core.organisation as o on t.term_organisation = o.code
    where
        core.is_staff(current_user)
        or (
            core.is_open(r.release)
            and not r.suppressed
            and not exists (
                select 1
                from core.indicator as n
                where n.code in (i.numerator, i.denominator) and not core.is_open(n.release)
            )
            and not exists (
                select 1
                from core.withheld_now as s
                where
                    s.organisation = t.term_organisation
                    and s.indicator in (r.indicator, i.numerator, i.denominator)
                    and s.period in (r.period, t.term_period)
            )
        )
)

select
    s.period,
    s.organisation,
    s.indicator,
    s.basis,
    s.method,
    s.value,
    s.unit,
    s.formula,
    s.term_organisation,
    s.term_organisation_name,
    s.term_period,
    s.above,
    s.below,
    s.scale,
    case when s.value is null then s.composed is null else coalesce(s.composed = s.value, false) end as adds_up
from shown as s;
comment on view mart.rollup_term is
'what each rollup is made of: add up `above` (sum), or take sum of `above` and sum of `below` for a ratio; as figures are now, which may be newer than the rollup: ask for one period at a time';
comment on column mart.rollup_term.period is 'period of the rollup';
comment on column mart.rollup_term.organisation is 'code of the organisation that the rollup is about';
comment on column mart.rollup_term.indicator is 'code of the indicator';
comment on column mart.rollup_term.basis is 'basis of the rollup';
comment on column mart.rollup_term.method is 'method of the rollup: with the columns before it the row of mart.rollup';
comment on column mart.rollup_term.value is 'value of the rollup';
comment on column mart.rollup_term.unit is 'its unit';
comment on column mart.rollup_term.formula is
'sum: sum of above; difference: sum of above - sum of below; ratio and completion: sum of above / sum of below * scale; growth: (sum of above / sum of below - 1) * scale';
comment on column mart.rollup_term.term_organisation is 'code of the organisation that brings the term';
comment on column mart.rollup_term.term_organisation_name is 'its name';
comment on column mart.rollup_term.term_period is 'period of the term: another one where the rollup is over time';
comment on column mart.rollup_term.above is 'what is added, or the upper side: value, numerator, what was reached';
comment on column mart.rollup_term.below is 'the lower side: last year''s value, denominator, plan, or the cumulative before; null for a sum';
comment on column mart.rollup_term.scale is 'factor of a ratio: 100 for %; null for a sum';
comment on column mart.rollup_term.adds_up is
'true where the terms that you see give the value; false where figures are newer than the rollup, or a term is not for readers';
