"""Figures of prose: what narrative found in, figures bound to indicators and candidates out. Knock at `narratives`."""
