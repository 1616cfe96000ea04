"""Forms to be filled in, and the guide on filling them: the catalogue in, workbooks out. Knock at `owed_blanks`."""
