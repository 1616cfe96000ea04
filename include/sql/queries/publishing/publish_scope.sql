-- of which indicators anything is new in what the periods are made of; null: of any. that may be so only where all that they
-- have was worked out by the same program under the same catalogue and the same open periods (publish_record).
select
    case
        when bool_and(coalesce(a.is_as_before, false)) and not bool_or(a.is_anything)
            then array(
                select w.indicator
                from meta.dirty_period as d
                cross join lateral unnest(d.indicators) as w (indicator)
                where
                    d.period in (
                        select n.input
                        from core.period_input as n
                        where n.period = any(%(periods)s)
                    )
                union
                -- of periods before these only what is summed since January
                select s.indicator
                from meta.dirty_period as d
                cross join core.summed_flow as s
                where
                    (d.indicators is null or s.indicator = any(d.indicators))
                    and d.period in (
                        select n.input
                        from core.summed_input as n
                        where n.period = any(%(periods)s)
                    )
                order by indicator
            )
    end as indicators
from (
    select
        asked.period,
        p.made_under
        = md5(concat_ws(
            ' ', %(program)s, %(catalogue)s, (
                select string_agg(o.period, ' ' order by o.period)
                from core.period as t
                inner join core.period as i
                    on t.year between i.year and i.year + 1 and (t.last_month >= i.last_month or i.frequency = 'year')
                inner join core.open_period as o on i.period = o.period
                where t.period = asked.period
            )
        )) as is_as_before,
        exists(
            select 1
            from core.period_input as n
            inner join meta.dirty_period as d on n.input = d.period
            where n.period = asked.period and d.indicators is null
        ) as is_anything
    from unnest(%(periods)s::text[]) as asked (period)
    left join meta.publication as p on asked.period = p.period
) as a;
