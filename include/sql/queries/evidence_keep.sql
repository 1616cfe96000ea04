insert into raw.cell (sha256, sheet, row_number, column_number, place, kind, content)
select
    sha256,
    sheet,
    row_number,
    column_number,
    place,
    kind,
    content
from new_cell
on conflict (sha256, sheet, row_number, column_number) do nothing;

insert into raw.paragraph (sha256, paragraph_number, content)
select
    sha256,
    paragraph_number,
    content
from new_paragraph
on conflict (sha256, paragraph_number) do nothing;
