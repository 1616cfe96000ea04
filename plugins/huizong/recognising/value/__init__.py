"""One value cell: its text and format in, a decimal, no number, or a doubt out. Knock at `cell_values`."""
