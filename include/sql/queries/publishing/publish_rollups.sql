-- the rollups of the periods (of some indicators, null: of all), with names, one headline each, and ranks among the organisations of one kind and parent that owe
-- the row: as long as one of them lacks it, nobody's place is known. what is taken from the period before is `publish_carry`'s.
with computed as materialized (
    select
        r.*,
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

-- told row by row beside its peers, without a join back: by the few rows that the planner expects, it would compare each with each
peer as (
    select
        c.*,
        o.name as organisation_named,
        o.parent,
        o.kind,
        i.name as indicator_named,
        i.unit,
        i.release,
        i.schedule,
        i.direction,
        coalesce(
            c.is_headline
            and c.is_owed
            and i.direction is not null
            and o.parent is not null
            and c.basis not in ('prior_year', 'current_prior_year', 'plan'),
            false
        ) as is_peer
    from computed as c
    inner join core.indicator as i on c.indicator = i.code
    left join core.organisation as o on c.organisation = o.code
),

complete as (
    select
        p.*,
        p.is_peer
        and p.value is not null
        and bool_and(p.full_coverage) over (partition by p.period, p.parent, p.kind, p.indicator, p.basis, p.is_peer) as is_ranked
    from peer as p
),

ranked as (
    select
        c.*,
        rank() over (
            peers
            order by case c.direction when 'less' then c.value else -c.value end asc
        ) as place,
        count(*) over peers as places
    from complete as c
    window peers as (partition by c.period, c.parent, c.kind, c.indicator, c.basis, c.is_ranked)
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
    r.period,
    r.organisation,
    coalesce(r.organisation_named, r.organisation) as organisation_name,
    r.indicator,
    r.indicator_named as indicator_name,
    r.basis,
    r.method,
    r.is_headline,
    r.value,
    case when r.basis in ('growth_rate', 'current_growth_rate', 'plan_completion') then '%%' else r.unit end as unit,
    r.reported,
    r.expected,
    r.full_coverage,
    r.missing,
    core.organisation_names(r.missing) as missing_names,
    r.held,
    core.organisation_names(r.held) as held_names,
    r.contested,
    case when r.is_ranked then r.place end as rank,
    case when r.is_ranked then r.places end as ranked,
    r.release,
    cardinality(r.placeholder) as placeholders,
    r.placeholder,
    core.organisation_names(r.placeholder) as placeholder_names,
    r.year_before_share,
    case
        when r.basis = 'plan_completion' and w.period is null
            then r.value - coalesce(r.schedule[p.last_month], 100::numeric * p.last_month / 12)
    end as progress_gap,
    r.counted
from ranked as r
inner join core.period as p on r.period = p.period
inner join spoken_of as a on r.period = a.period
left join own_plan as w on r.period = w.period and r.indicator = w.indicator;
