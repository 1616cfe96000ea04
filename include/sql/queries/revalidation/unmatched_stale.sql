-- how many names wait for which nothing is proposed under this catalogue
select count(*) as stale
from core.unmatched_name as w
where
    not exists (
        select 1
        from meta.proposal as p
        where p.kind = w.kind and p.name = w.name and p.catalogue_hash = %(catalogue_hash)s
    );
