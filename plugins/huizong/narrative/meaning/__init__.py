"""What a sentence says of its figures: a figure and its sentence in; role, qualifier, period and measure out. Knock at `clauses`."""
