-- what moves by more than it should between the last publication and this one: values that are gone, sums over the same
-- organisations, single organisations that weigh something. small is what is few units of the last digit. what one had that by
-- now left everything to another before the period ended is not gone.
with handed_over as materialized (
    select distinct
        p.period,
        s.organisation
    from core.period as p
    inner join core.succession as s on p.last_day > s.ended
    where p.period = any(%(periods)s)
),

old_row as (
    select
        v.period,
        v.organisation,
        v.indicator,
        v.basis,
        v.method,
        v.method = 'sum_of_children' as is_sum,
        (v.content ->> 'is_headline')::boolean as is_headline,
        (v.content ->> 'value')::numeric as value,
        v.content
    from core.rollup_version as v
    where
        v.known_to = 'infinity'
        and v.period = any(%(periods)s)
        and (%(indicators)s::text[] is null or v.indicator = any(%(indicators)s))
),

lost as (
    select
        o.period,
        count(*) as values_lost
    from old_row as o
    left join core.rollup as n
        on
            o.period = n.period
            and o.organisation = n.organisation
            and o.indicator = n.indicator
            and o.basis = n.basis
            and n.is_headline
    left join handed_over as h on o.period = h.period and o.organisation = h.organisation
    where o.is_headline and o.value is not null and n.value is null and h.period is null
    group by o.period
),

-- of all that the period had, whichever indicators were worked out anew
gone as (
    select
        l.period,
        l.values_lost as lost,
        (
            select count(*)
            from core.rollup_version as v
            left join handed_over as h on v.period = h.period and v.organisation = h.organisation
            where
                v.known_to = 'infinity'
                and v.period = l.period
                and h.period is null
                and (v.content ->> 'is_headline')::boolean
                and v.content ->> 'value' is not null
        ) as had
    from lost as l
    where l.values_lost >= %(least_values)s
),

moved as (
    select
        o.period,
        o.organisation,
        o.indicator,
        o.basis,
        o.is_sum,
        o.value as old_value,
        n.value as new_value,
        abs(n.value - o.value) as distance,
        greatest(abs(n.value), abs(o.value)) as larger,
        case when sign(n.value) * sign(o.value) < 0 then 0 else least(abs(n.value), abs(o.value)) end as smaller,
        o.content
    from old_row as o
    inner join core.rollup as n
        on
            o.period = n.period
            and o.organisation = n.organisation
            and o.indicator = n.indicator
            and o.basis = n.basis
            and o.is_sum = (n.method = 'sum_of_children')
            and n.method <> 'recomputed_over_children'
    inner join core.indicator as i on o.indicator = i.code
    where
        o.method <> 'recomputed_over_children'
        -- a changed target is a new version, no slip
        and o.basis in ('current', 'cumulative', 'prior_year', 'current_prior_year')
        and i.kind <> 'ratio'
        and abs(n.value - o.value) > %(least_units)s / power(10::numeric, i.decimals)
        -- a sum over other organisations than before is another sum
        and (
            not o.is_sum
            or (
                coalesce(o.content -> 'counted', to_jsonb(n.counted)) = to_jsonb(n.counted)
                and (o.content ->> 'reported')::integer = n.reported
            )
        )
)

select
    g.period,
    'values' as what,
    null as organisation,
    null as indicator,
    null as basis,
    g.had::text as before,
    (g.had - g.lost)::text as after
from gone as g
where g.lost > %(nulls)s * g.had
union all
select
    m.period,
    'total' as what,
    m.organisation,
    m.indicator,
    m.basis,
    trim_scale(m.old_value)::text as before,
    trim_scale(m.new_value)::text as after
from moved as m
where m.is_sum and m.larger > (1 + %(totals)s) * m.smaller
union all
select
    m.period,
    'organisation' as what,
    m.organisation,
    m.indicator,
    m.basis,
    trim_scale(m.old_value)::text as before,
    trim_scale(m.new_value)::text as after
from moved as m
inner join core.organisation as o on m.organisation = o.code and o.parent is not null
left join old_row as whole
    on
        m.period = whole.period
        and o.parent = whole.organisation
        and m.indicator = whole.indicator
        and m.basis = whole.basis
        and whole.is_sum
where
    not m.is_sum
    and m.larger > (1 + %(organisation)s) * m.smaller
    and m.distance >= %(weight)s * coalesce(abs(whole.value), 0)
order by period asc, what desc, organisation asc, indicator asc, basis asc;
