-- the rollups of the periods, with names, one headline each, and ranks among the organisations of one kind and parent
with computed as materialized (
    select
        r.*,
        row_number() over (
            partition by r.period, r.organisation, r.indicator, r.basis
            order by
                (r.value is not null and r.method not in ('sum_of_children', 'recomputed_over_children')) desc,
                (r.method in ('sum_of_children', 'recomputed_over_children')) desc
        ) = 1 as is_headline
    from core.rollup_row(%(periods)s) as r
),

ranked as (
    select
        c.period,
        c.organisation,
        c.indicator,
        c.basis,
        rank() over (
            peers
            order by case i.direction when 'less' then c.value else -c.value end asc
        ) as place,
        count(*) over peers as places
    from computed as c
    inner join core.organisation as o on c.organisation = o.code
    inner join core.indicator as i on c.indicator = i.code
    where
        c.is_headline
        and c.full_coverage
        and c.value is not null
        and i.direction is not null
        and o.parent is not null
        and c.basis not in ('prior_year', 'current_prior_year', 'plan')
    window peers as (partition by c.period, o.parent, o.kind, c.indicator, c.basis)
),

as_of as (
    select
        n.period,
        max(t.touched_at) as touched_at
    from core.period_input as n
    inner join meta.period_touched as t on n.input = t.period
    where n.period = any(%(periods)s)
    group by n.period
)

insert into mart.rollup (
    period, organisation, organisation_name, indicator, indicator_name, basis, method, is_headline, value, unit,
    reported, expected, full_coverage, missing, missing_names, held, held_names, contested, rank, ranked, as_of, release
)
select
    c.period,
    c.organisation,
    coalesce(o.name, c.organisation) as organisation_name,
    c.indicator,
    i.name as indicator_name,
    c.basis,
    c.method,
    c.is_headline,
    c.value,
    case when c.basis in ('growth_rate', 'current_growth_rate', 'plan_completion') then '%%' else i.unit end as unit,
    c.reported,
    c.expected,
    c.full_coverage,
    c.missing,
    case
        when cardinality(c.missing) = 0 then '{}'
        else
            array(
                select coalesce(m.name, listed.code)
                from unnest(c.missing) with ordinality as listed (code, position)
                left join core.organisation as m on listed.code = m.code
                order by listed.position
            )
    end as missing_names,
    c.held,
    case
        when cardinality(c.held) = 0 then '{}'
        else
            array(
                select coalesce(m.name, listed.code)
                from unnest(c.held) with ordinality as listed (code, position)
                left join core.organisation as m on listed.code = m.code
                order by listed.position
            )
    end as held_names,
    c.contested,
    case when c.is_headline then r.place end as rank,
    case when c.is_headline then r.places end as ranked,
    a.touched_at,
    i.release
from computed as c
inner join core.indicator as i on c.indicator = i.code
inner join as_of as a on c.period = a.period
left join core.organisation as o on c.organisation = o.code
left join ranked as r
    on c.period = r.period and c.organisation = r.organisation and c.indicator = r.indicator and c.basis = r.basis;
