"""The files of a catalogue: a folder of CSV and YAML in; checked entries, each with its file and line, or faults out; and lines written.

Knock at `tables` and `forms` for what is read, at `check_tables` for what must agree, at `adding` for what is written.
"""
