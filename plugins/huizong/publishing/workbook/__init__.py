"""The workbook of a period as it is circulated: its rollups and what is known beside them in, sheets that print out.

Knock at `edition` for what is on it, at `period_workbook` for the file.
"""
