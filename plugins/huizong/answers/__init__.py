"""What commands and the board show, read only: a question in, rows of the warehouse as values out.

Knock at `report` for a file, `provenance` for a figure, `status` for the system.
"""
