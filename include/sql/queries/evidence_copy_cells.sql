copy new_cell (sha256, sheet, row_number, column_number, place, kind, content)
from stdin with (format csv);
