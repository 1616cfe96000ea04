select
    c.subject,
    c.part,
    count(*) as rows,
    md5(string_agg(c.key || ' ' || c.content, E'\n' order by c.key)) as digest
from meta.content_row as c
group by c.subject, c.part
order by c.subject, c.part;
