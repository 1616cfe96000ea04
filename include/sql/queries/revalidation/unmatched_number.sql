-- a number for each name that waits and has none, those first that most numbers wait for
insert into meta.proposal (kind, name, catalogue_hash)
select
    w.kind,
    w.name,
    '' as catalogue_hash
from core.unmatched_name as w
where
    not exists (
        select 1
        from meta.proposal as p
        where p.kind = w.kind and p.name = w.name
    )
group by w.kind, w.name
order by count(*) desc, w.kind asc, w.name asc
on conflict (kind, name) do nothing;
