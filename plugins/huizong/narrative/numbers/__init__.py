"""Numbers that are there: a place in a sentence in; a figure, a number without unit, or none out. Knock at `cardinals`."""
