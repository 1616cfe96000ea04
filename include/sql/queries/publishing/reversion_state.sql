-- the last publication of a period and the last one before it that was computed, not put back, and showed something else
select
    l.number,
    greatest(l.as_of, (
        select max(t.touched_at)
        from core.touched_input as t
        where t.period = l.period
    )) as known,
    (
        select max(e.number)
        from meta.published as e
        where
            e.period = l.period
            and e.number < l.number
            and exists (
                select 1
                from core.rollup_version as v
                where
                    v.period = e.period
                    and (
                        (v.known_from > e.published_at and v.known_from <= l.published_at)
                        or (v.known_to > e.published_at and v.known_to <= l.published_at)
                    )
            )
    ) as earlier,
    coalesce(
        (
            select k.why
            from meta.kept_period as k
            where k.period = l.period
        ),
        ''
    ) as kept
from meta.published as l
where l.period = %(period)s
order by l.number desc
limit 1;
