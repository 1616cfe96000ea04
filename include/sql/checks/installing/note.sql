-- which rules have been put there
insert into rule.installed (key, name, view_name, description, text_hash)
select
    %(key)s,
    r.name,
    r.view_name,
    r.description,
    r.text_hash
from
    unnest(%(names)s::text[], %(views)s::text[], %(descriptions)s::text[], %(digests)s::text[])
        as r (name, view_name, description, text_hash);
