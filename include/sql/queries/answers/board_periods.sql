-- the last periods of a frequency up to one of them, or up to the one that ended last, oldest first
select w.period
from (
    select
        p.period,
        p.last_day
    from core.period as p
    where
        p.frequency = %(frequency)s
        and p.last_day <= coalesce(
            (
                select named.last_day
                from core.period as named
                where named.period = %(until)s
            ),
            current_date
        )
    order by p.last_day desc
    limit %(count)s
) as w
order by w.last_day;
