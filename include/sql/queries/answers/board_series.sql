-- the county's headline value of an indicator over the last periods of that length, oldest first
select
    s.period,
    s.value,
    s.reported,
    s.expected
from (
    select
        r.period,
        c.last_day,
        r.value,
        r.reported,
        r.expected
    from core.rollup as r
    inner join core.period as c on r.period = c.period
    inner join core.organisation as o on r.organisation = o.code and o.kind = 'county'
    inner join core.period as w on w.period = %(period)s and c.frequency = w.frequency and c.last_day <= w.last_day
    where r.indicator = %(indicator)s and r.basis = %(basis)s and r.is_headline
    order by c.last_day desc
    limit 24
) as s
order by s.last_day;
