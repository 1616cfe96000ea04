-- paragraphs as read; the arrays run side by side, a paragraph a position; the same bytes are entered once
insert into raw.paragraph (sha256, paragraph_number, content)
select
    p.sha256,
    p.paragraph_number,
    p.content
from unnest(%(sha256)s::text[], %(number)s::integer[], %(content)s::text[]) as p (sha256, paragraph_number, content)
on conflict (sha256, paragraph_number) do nothing;
