"""Tables: a sheet's grid in, each place with the figure it is or the reason why it is none out. Knock at `tables_of_document`.

A table is found (`found_tables`), its form told (`form_filled`) and its time (`table_dating`); `crossing` says what each place is
a figure of, and `figures` reads its value.
"""
