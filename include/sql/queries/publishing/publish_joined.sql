-- what the members of a merged organisation gave together: terms put together as over the organisations of a county, with
-- the coverage of their own rows. what was left to several is divided by the share of the indicator, else of the organisation;
-- where neither is known nothing is put together. a period that no publication changes is put together as far as its figures still
-- give what it shows: what came after it was made final has no place beside it
with member as materialized (
    select j.*
    from core.joined_organisation(%(periods)s) as j
),

term as materialized (
    select
        t.*,
        t.formula is not null and t.above is not null and (t.formula = 'sum' or t.below is not null) and t.heirs = 1 as has_terms
    from core.rollup_term(%(periods)s, %(needed)s) as t
),

shown as (
    select
        m.heir,
        r.period,
        r.organisation,
        r.indicator,
        r.basis,
        r.expected,
        r.missing,
        r.held,
        t.formula,
        t.above * coalesce(of_it.share, of_all.share, 100) / 100 as above,
        t.below * coalesce(of_it.share, of_all.share, 100) / 100 as below,
        t.scale,
        m.is_divided,
        m.is_divided and of_it.share is null and of_all.share is null as is_unknown,
        (k.period is not null and core.composed(t.formula, t.above, t.below, t.scale) is distinct from r.value) as is_otherwise,
        coalesce(
            t.has_terms
            and (
                t.refers_to is null
                or t.refers_to = min(t.refers_to) filter (where t.has_terms) over (partition by r.period, m.heir, r.indicator, r.basis)
            ),
            false
        ) as is_in
    from member as m
    inner join core.rollup as r
        on
            m.period = r.period
            and m.organisation = r.organisation
            and r.method not in ('sum_of_children', 'recomputed_over_children')
    left join term as t
        on
            r.period = t.period
            and r.organisation = t.organisation
            and r.indicator = t.indicator
            and r.basis = t.basis
    left join meta.kept_period as k on r.period = k.period
    left join core.share as of_it
        on m.is_divided and m.organisation = of_it.organisation and m.heir = of_it.heir and r.indicator = of_it.indicator
    left join core.share as of_all
        on m.is_divided and m.organisation = of_all.organisation and m.heir = of_all.heir and of_all.indicator = ''
),

joined as (
    select
        s.period,
        s.heir,
        s.indicator,
        s.basis,
        core.composed(
            max(s.formula) filter (where s.is_in), sum(s.above) filter (where s.is_in), sum(s.below) filter (where s.is_in),
            max(s.scale) filter (where s.is_in)
        ) as value,
        count(*) filter (where s.is_in)::integer as reported,
        sum(s.expected)::integer as expected,
        coalesce(
            array_agg(s.organisation order by s.organisation) filter (where not s.is_in and cardinality(s.held) = 0), '{}'
        ) as missing,
        coalesce(
            array_agg(s.organisation order by s.organisation) filter (where not s.is_in and cardinality(s.held) > 0), '{}'
        ) as held,
        bool_or(s.is_divided) as is_divided
    from shown as s
    group by s.period, s.heir, s.indicator, s.basis
    having not bool_or(s.is_unknown) and not bool_or(s.is_otherwise)
)

insert into core.joined_rollup (
    period, organisation, indicator, basis, value, unit, reported, expected, missing, held, members, is_divided
)
select
    j.period,
    j.heir,
    j.indicator,
    j.basis,
    j.value,
    case when j.basis in ('growth_rate', 'current_growth_rate', 'plan_completion') then '%%' else i.unit end as unit,
    j.reported,
    j.expected,
    j.missing,
    j.held,
    array(
        select m.organisation
        from member as m
        where m.period = j.period and m.heir = j.heir
        order by m.organisation
    ) as members,
    j.is_divided
from joined as j
inner join core.indicator as i on j.indicator = i.code
where
    (%(indicators)s::text[] is null or j.indicator = any(%(indicators)s))
    and i.additive
    and i.aggregation <> 'none'
    and (j.basis not in ('growth_rate', 'current_growth_rate') or i.growth = 'recompute');
