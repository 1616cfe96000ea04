"""From documents to drafts of submissions: tables and prose are recognised, figures are read, nothing is judged.

A cell with a number is a figure, structure or an issue, and never two of these; what cannot be told is held with its text.
Knock at `drafts`; `context` says whose and when, `table` and `prose` find the figures, `value` reads a cell, `vocabulary` knows the words.
"""

from huizong.recognising.drafts import Context, recognise

__all__ = ["Context", "recognise"]
