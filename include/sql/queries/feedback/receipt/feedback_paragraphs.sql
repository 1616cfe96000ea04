select
    p.paragraph_number,
    p.content
from raw.paragraph as p
where p.sha256 = %(sha256)s
order by p.paragraph_number;
