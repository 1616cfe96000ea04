"""What lies in `published/` beside the workbook: rollups and lists in, CSV, Parquet, notices and the engineers' pages out."""
