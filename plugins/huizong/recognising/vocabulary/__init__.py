"""Words of headers and labels: a text in, what it means to the catalogue and to time out. Knock at `header_words`."""
