"""The values that cross from one room to the next; every room knows them, and they know no room.

The order is the order of the data: a file becomes documents (`document`: reading gives them), a document becomes drafts of
submissions with figures as read (`submission`: recognising and narrative give them), and everything that anyone has to say about a
place is a `finding`. `states` has the words for what these may be. Knock at the room itself: all of them are had here.

Judging, verdicts and history live in the database, so they have no classes here.
"""

from huizong.model.document import Cell, CellKind, Document, Look, Merge, Paragraph, Sheet, column_letters
from huizong.model.finding import Finding
from huizong.model.states import Basis, Maturity, Severity, Status, Verdict
from huizong.model.submission import Draft, Explanation, Figure, Unmatched

__all__ = [
    "Basis",
    "Cell",
    "CellKind",
    "Document",
    "Draft",
    "Explanation",
    "Figure",
    "Finding",
    "Look",
    "Maturity",
    "Merge",
    "Paragraph",
    "Severity",
    "Sheet",
    "Status",
    "Unmatched",
    "Verdict",
    "column_letters",
]
