"""Steps that the flow, decisions of people and a rebuild have in common: settings and arrivals in, figures and receipts out.

Knock at `preparing` for a catalogue and a database in agreement, at `waves` for arrivals judged and loaded, at `answering` for what
goes back to departments.
"""
