-- paragraphs as read, one JSON object a paragraph; the same bytes are entered once
insert into raw.paragraph (sha256, paragraph_number, content)
select
    p.sha256,
    p.paragraph_number,
    p.content
from json_to_recordset(%(paragraphs)s::json) as p (sha256 text, paragraph_number integer, content text)
on conflict (sha256, paragraph_number) do nothing;
