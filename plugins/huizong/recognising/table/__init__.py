"""Tables: a sheet's grid in, each place with the figure it is or the reason why it is none out. Knock at `tables_of_document`."""
