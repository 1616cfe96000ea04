"""Files of the inbox in; bytes in the archive, a line of the journal and a row of the ledger out. Later rooms read archive bytes only.

Knock at `taking` for the way of a file, at `coming_to_rest` for when it is taken, at `clearing` for when it leaves the inbox.
"""

from huizong.intake.archive import Archive
from huizong.intake.clearing import NotRemovedError, clear_inbox
from huizong.intake.coming_to_rest import left_lying
from huizong.intake.inbox import InboxFile, LeftLying, scan
from huizong.intake.journal import Journal, JournalLine
from huizong.intake.taking import Inbox, TakenIn, known_identities, record_arrivals, take_in, unknown_folder

__all__ = [
    "Archive",
    "Inbox",
    "InboxFile",
    "Journal",
    "JournalLine",
    "LeftLying",
    "NotRemovedError",
    "TakenIn",
    "clear_inbox",
    "known_identities",
    "left_lying",
    "record_arrivals",
    "scan",
    "take_in",
    "unknown_folder",
]
