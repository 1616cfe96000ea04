"""What goes back to departments: a judged arrival in; a receipt, the department's own file marked and blank forms out, in its outbox.

Knock at `receipts_due`; `receipt` has what is said, `marked_copy` the files, `blank_forms` the forms to fill, `outbox` the way there.

Its parts are imported when they are first used: they load libraries that write workbooks and pages, which judging has no use for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huizong.feedback.receipts_due import ReceiptsNotWrittenError, write_receipts

__all__ = ["ReceiptsNotWrittenError", "write_receipts"]


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(import_module("huizong.feedback.receipts_due"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
