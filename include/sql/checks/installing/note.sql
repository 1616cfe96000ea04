-- which rules have been put there
insert into rule.installed (key, name, view_name, description)
select
    %(key)s,
    r.name,
    r.view_name,
    r.description
from unnest(%(names)s::text[], %(views)s::text[], %(descriptions)s::text[]) as r (name, view_name, description);
