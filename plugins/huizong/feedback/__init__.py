"""What goes back to the departments: receipts, marked files, blank forms."""

from huizong.feedback.writing import ReceiptsNotWrittenError, write_receipts

__all__ = ["ReceiptsNotWrittenError", "write_receipts"]
