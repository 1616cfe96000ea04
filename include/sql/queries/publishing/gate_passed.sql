-- of the periods those whose rollups, as they came out, a person has let pass
with come_out as (
    select
        asked.period,
        coalesce(p.as_of, '-infinity') as as_of
    from unnest(%(periods)s::text[]) as asked (period)
    left join meta.publication as p on asked.period = p.period
)

select distinct d.period
from quality.passed_publication as d
inner join come_out as n on d.period = n.period and d.as_of = n.as_of
where d.catalogue_hash = %(catalogue)s;
