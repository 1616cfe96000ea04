-- what a later publication changed, latest first; of one period, or of all
select
    r.period,
    r.organisation_name,
    r.indicator,
    r.indicator_name,
    r.basis,
    r.unit,
    r.old_value,
    r.new_value,
    r.percent,
    r.old_reported,
    r.new_reported,
    r.nature,
    r.why,
    r.restated_at
from mart.restatement as r
where %(period)s::text is null or r.period = %(period)s
order by r.restated_at desc, r.period desc, r.organisation asc, r.indicator asc, r.basis asc
limit %(count)s;
