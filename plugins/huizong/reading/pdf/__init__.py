"""PDF files with a text layer: the letters as painted in, tables and paragraphs out. Knock at `pdf`."""
