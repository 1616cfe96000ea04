-- the organisations' headline rollups of an indicator in a period, the best first, those without a place by code
select
    r.organisation,
    r.organisation_name,
    o.kind,
    r.value,
    r.unit,
    i.decimals,
    r.rank,
    r.ranked,
    r.last_rank,
    r.reported,
    r.expected,
    r.missing_names,
    r.held_names
from core.rollup as r
inner join core.indicator as i on r.indicator = i.code
left join core.organisation as o on r.organisation = o.code
where r.period = %(period)s and r.indicator = %(indicator)s and r.basis = %(basis)s and r.is_headline
order by case o.kind when 'county' then 1 else 2 end asc, r.rank asc nulls last, r.organisation asc;
