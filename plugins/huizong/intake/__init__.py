"""Files from the inbox into the archive, the journal and the ledger; later rooms read archive bytes only."""

from huizong.intake.archive import Archive
from huizong.intake.inbox import InboxFile, scan
from huizong.intake.journal import Entry, Journal
from huizong.intake.taking import TakenIn, clear_inbox, record_arrivals, take_in, unknown_folder

__all__ = ["Archive", "Entry", "InboxFile", "Journal", "TakenIn", "clear_inbox", "record_arrivals", "scan", "take_in", "unknown_folder"]
