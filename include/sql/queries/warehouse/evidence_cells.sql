-- cells as read; the arrays run side by side, a cell a position; the same bytes are entered once
insert into raw.cell (sha256, sheet, row_number, column_number, place, kind, content)
select
    c.sha256,
    c.sheet,
    c.row_number,
    c.column_number,
    c.place,
    c.kind,
    c.content
from
    unnest(
        %(sha256)s::text[], %(sheet)s::text[], %(row_number)s::integer[], %(column_number)s::integer[], %(place)s::text[],
        %(kind)s::text[], %(content)s::text[]
    ) as c (sha256, sheet, row_number, column_number, place, kind, content)
on conflict (sha256, sheet, row_number, column_number) do nothing;
