"""Rules in SQL: a catalogue's relations and the suites for any county in, named views of the schema `rule` out. Knock at `compiled`."""
