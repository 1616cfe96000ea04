-- the publication before one of a period: since when figures count as new, and under which catalogue it was
select
    p.as_of,
    p.catalogue_hash
from meta.published as p
where p.period = %(period)s and p.number = %(number)s - 1;
