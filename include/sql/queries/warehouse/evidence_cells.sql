-- cells as read, one JSON object a cell; the same bytes are entered once
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
    json_to_recordset(%(cells)s::json) as c (
        sha256 text, sheet text, row_number integer, column_number integer, place text, kind text, content text
    )
on conflict (sha256, sheet, row_number, column_number) do nothing;
