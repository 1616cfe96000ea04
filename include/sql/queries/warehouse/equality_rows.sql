select
    c.key,
    c.content
from meta.content_row as c
where c.subject = %(subject)s and c.part = %(part)s
order by c.key;
