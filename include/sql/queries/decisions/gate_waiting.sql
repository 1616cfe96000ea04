-- what was stopped of the periods that a publication of this one replaces, itself among them
select
    s.period,
    s.kind,
    s.reasons,
    s.revision,
    s.as_of,
    s.catalogue_hash,
    coalesce(d.revision <> s.revision, true) as is_overtaken
from meta.stopped_publication as s
left join meta.dirty_period as d on s.period = d.period
where
    s.period = %(period)s
    or (
        s.kind = 'leap'
        and exists (
            select 1
            from core.period_input as n
            where n.period = s.period and n.input = %(period)s
            union all
            select 1
            from core.summed_input as n
            where n.period = s.period and n.input = %(period)s
        )
    )
order by s.period;
