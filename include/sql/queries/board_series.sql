-- the county's headline value of an indicator over the last periods of that length, oldest first
select
    s.period,
    s.value,
    s.reported,
    s.expected
from (
    select
        r.period,
        r.period_end,
        r.value,
        r.reported,
        r.expected
    from mart.rollup as r
    inner join core.organisation as o on r.organisation = o.code and o.kind = 'county'
    inner join core.period as w on w.period = %(period)s and r.frequency = w.frequency and r.period_end <= w.last_day
    where r.indicator = %(indicator)s and r.basis = %(basis)s and r.is_headline
    order by r.period_end desc
    limit 24
) as s
order by s.period_end;
