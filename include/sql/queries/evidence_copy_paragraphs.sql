copy new_paragraph (sha256, paragraph_number, content)
from stdin with (format csv);
