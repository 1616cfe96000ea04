-- the organisations whose new dates leave out periods that they hold for now and have figures of, with these; targets speak of the whole year
select
    n.code,
    array_agg(distinct f.period order by f.period) as periods
from unnest(%(codes)s::text[], %(begins)s::date[], %(ends)s::date[]) as n (code, begins, ends)
inner join core.organisation as o on n.code = o.code
inner join core.figure as f on n.code = f.organisation
inner join core.period as p on f.period = p.period
where
    f.known_to = 'infinity'
    and f.status = 'reported'
    and f.basis <> 'plan'
    and p.last_day between coalesce(o.valid_from, '-infinity') and coalesce(o.valid_to, 'infinity')
    and p.last_day not between coalesce(n.begins, '-infinity') and coalesce(n.ends, 'infinity')
group by n.code
order by n.code;
