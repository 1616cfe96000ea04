"""What a text names: a header, label, unit or title in; the catalogue's own entry, or none, out. Knock at `organisations` or `headers`."""
