select
    c.sheet,
    c.row_number,
    c.column_number,
    c.place,
    c.kind,
    c.content
from raw.cell as c
where c.sha256 = %(sha256)s
order by c.sheet, c.row_number, c.column_number;
