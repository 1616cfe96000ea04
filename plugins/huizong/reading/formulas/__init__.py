"""Formulas that no program has computed: their text and the cells around in, a decimal or the reason for none out. Knock at `evaluate`."""
