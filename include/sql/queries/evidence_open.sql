create temporary table new_cell (like raw.cell) on commit drop;
create temporary table new_paragraph (like raw.paragraph) on commit drop;
