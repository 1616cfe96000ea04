-- the published rollups of one figure, each with its terms
select
    r.method,
    r.value,
    r.unit,
    r.reported,
    r.expected,
    r.missing,
    r.held,
    r.state,
    r.as_of,
    t.formula,
    t.term_organisation,
    t.term_organisation_name,
    t.term_period,
    t.above,
    t.below,
    t.scale,
    t.adds_up
from mart.rollup as r
left join mart.rollup_term as t
    on
        r.period = t.period
        and r.organisation = t.organisation
        and r.indicator = t.indicator
        and r.basis = t.basis
        and r.method = t.method
        and t.period = %(period)s
where r.organisation = %(organisation)s and r.indicator = %(indicator)s and r.period = %(period)s and r.basis = %(basis)s
order by r.is_headline desc, r.method asc, t.term_organisation asc, t.term_period asc;
