"""Schema and reference data of the warehouse: a checkout and a catalogue in, a database in agreement with both out. Knock at `migrate`."""
