"""Readers of plain text and of web pages: text in, rows or paragraphs with their lines out. Knock at `delimited` or `web`."""
