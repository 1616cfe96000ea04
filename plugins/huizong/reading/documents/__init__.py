"""Readers of Word documents, one a format: bytes in, paragraphs and tables out. Knock at the format's own name."""
