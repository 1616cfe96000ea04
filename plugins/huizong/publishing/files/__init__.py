"""What lies in `published/` beside the workbook: rollups and lists in, CSV, Parquet, notices and the engineers' pages out.

Knock at `exports`, `notice`, `review` or `data_docs`; `whole` puts a file there whole or not at all.
"""
