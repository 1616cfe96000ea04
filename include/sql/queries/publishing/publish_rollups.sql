-- the rollups of the periods (of some indicators, null: of all), with names, one headline each, and ranks among the organisations of one kind and parent that owe
-- the row: as long as one of them lacks it, or has an unknown part of what was split, nobody's place is known. what is taken from the period before is `publish_carry`'s.
with computed as materialized (
    select
        r.*,
        -- by which places are put beside their rows: by five texts, and the few rows that the planner expects, it would compare each
        -- row of a period with each
        row_number() over () as row_id,
        row_number() over (
            partition by r.period, r.organisation, r.indicator, r.basis
            order by
                (r.value is not null and r.method not in ('sum_of_children', 'recomputed_over_children')) desc,
                (r.method in ('sum_of_children', 'recomputed_over_children')) desc
        ) = 1 as is_headline,
        max(r.expected) over (partition by r.period, r.organisation, r.indicator, r.basis) > 0 as is_owed
    from core.rollup_row(%(periods)s, %(needed)s) as r
    where (%(indicators)s::text[] is null or r.indicator = any(%(indicators)s))
),

-- what several heirs have together is nobody's own: no value of theirs, though nothing lacks
undivided as materialized (
    select distinct
        e.period,
        e.organisation
    from core.estate(%(periods)s) as e
    where e.is_heir and e.heirs > 1
),

peer as (
    select
        c.row_id,
        c.period,
        c.indicator,
        c.basis,
        c.value,
        o.parent,
        o.kind,
        i.direction,
        bool_and(c.full_coverage and (c.value is not null or u.organisation is null)) over (
            partition by c.period, o.parent, o.kind, c.indicator, c.basis
        ) as all_have_it
    from computed as c
    inner join core.organisation as o on c.organisation = o.code
    inner join core.indicator as i on c.indicator = i.code
    left join undivided as u on c.period = u.period and c.organisation = u.organisation
    where
        c.is_headline
        and c.is_owed
        and i.direction is not null
        and o.parent is not null
        and c.basis not in ('prior_year', 'current_prior_year', 'plan')
),

ranked as (
    select
        p.row_id,
        rank() over (
            peers
            order by case p.direction when 'less' then p.value else -p.value end asc
        ) as place,
        count(*) over peers as places
    from peer as p
    where p.all_have_it and p.value is not null
    window peers as (partition by p.period, p.parent, p.kind, p.indicator, p.basis)
),

target as materialized (
    select p.year
    from core.period as p
    where p.period = any(%(periods)s)
),

-- a plan of the period itself has no schedule within the year
own_plan as (
    select distinct
        s.period,
        s.indicator
    from core.source_figure as s
    inner join core.period as p on s.period = p.period and p.months < 12
    where
        s.basis = 'plan'
        and s.status = 'reported'
        and s.period = any(%(periods)s)
        and s.period_year between (select min(t.year) from target as t) and (select max(t.year) from target as t)
        and (%(indicators)s::text[] is null or s.indicator = any(%(indicators)s))
),

spoken_of as (
    select distinct n.period
    from core.period_input as n
    inner join meta.period_touched as t on n.input = t.period
    where n.period = any(%(periods)s)
)

insert into pg_temp.fresh_rollup (
    period, organisation, organisation_name, indicator, indicator_name, basis, method, is_headline, value, unit,
    reported, expected, full_coverage, missing, missing_names, held, held_names, contested, rank, ranked, release,
    placeholders, placeholder, placeholder_names, year_before_share, progress_gap, counted
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
    core.organisation_names(c.missing) as missing_names,
    c.held,
    core.organisation_names(c.held) as held_names,
    c.contested,
    r.place as rank,
    r.places as ranked,
    i.release,
    cardinality(c.placeholder) as placeholders,
    c.placeholder,
    core.organisation_names(c.placeholder) as placeholder_names,
    c.year_before_share,
    case
        when c.basis = 'plan_completion' and w.period is null
            then c.value - coalesce(i.schedule[p.last_month], 100::numeric * p.last_month / 12)
    end as progress_gap,
    c.counted
from computed as c
inner join core.indicator as i on c.indicator = i.code
inner join core.period as p on c.period = p.period
inner join spoken_of as a on c.period = a.period
left join core.organisation as o on c.organisation = o.code
left join own_plan as w on c.period = w.period and c.indicator = w.indicator
left join ranked as r on c.row_id = r.row_id;
