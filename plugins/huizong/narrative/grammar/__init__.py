"""Words and spellings: the lexicon's tables in; patterns of numbers, units and calendar words out. Knock at `patterns`."""
