"""Numbers that dropped out or are masked: a place in a sentence in, whether a number is lost there out. Knock at `gaps`."""
