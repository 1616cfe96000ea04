"""Files from the inbox into the archive, the journal and the ledger; later rooms read archive bytes only."""

from huizong.intake.archive import Archive
from huizong.intake.clearing import NotRemovedError, clear_inbox
from huizong.intake.coming_to_rest import left_lying
from huizong.intake.inbox import InboxFile, LeftLying, scan
from huizong.intake.journal import Journal, JournalLine
from huizong.intake.taking import TakenIn, known_identities, record_arrivals, take_in, unknown_folder

__all__ = [
    "Archive",
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
