"""What goes back to a department: receipts, blank forms to fill in; and its answered files out of the inbox."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from huizong import feedback, intake
from huizong.feedback.outbox.safe_names import outbox_folder
from huizong.settings import Settings
from huizong.steps.preparing import catalogue_of, evidence, loader_connection, prepare

log = logging.getLogger(__name__)


def write_receipts(settings: Settings) -> int:
    """Write every receipt that is due into the outbox; returns how many."""
    with loader_connection(settings) as connection:
        written = feedback.write_receipts(connection, settings, catalogue_of(settings))
    log.info("receipts written: %d", written)
    return written


def answer(settings: Settings, arrival_ids: Sequence[str]) -> int:
    """Write the receipts of a batch as soon as it is judged; returns how many. Those that can't be written stay due."""
    with loader_connection(settings) as connection:
        try:
            return feedback.write_receipts(connection, settings, catalogue_of(settings), arrival_ids)
        except feedback.ReceiptsNotWrittenError as error:
            log.warning("%d receipts of the batch are left to the next writing", len(error.unwritten))
            return len(arrival_ids) - len(error.unwritten)


def clear_inbox(settings: Settings) -> int:
    """Remove receipted files from the inbox; returns how many. One process at a time: a file that is being removed is nobody's leftover."""
    archive, journal = evidence(settings)
    with loader_connection(settings) as connection, journal.writing():
        removed = intake.clear_inbox(connection, settings.inbox, archive)
    log.info("removed from the inbox: %d", removed)
    return removed


def write_forms(settings: Settings, organisation: str, period: str, folder: Path | None) -> tuple[Path, ...]:
    """Write the blank workbook of each form that the organisation owes for the period; returns where they lie.

    Without a folder they lie in the organisation's part of the outbox. Raises KeyError, ValueError as `feedback.forms` does.
    """
    from huizong.feedback.blank_forms import owed_blanks as blank_forms  # it loads what writes workbooks

    catalogue = prepare(settings)
    with loader_connection(settings) as connection:
        history = blank_forms.last_cumulatives(connection, organisation, period)
    where = folder if folder is not None else settings.outbox / outbox_folder(catalogue, organisation, period)
    return blank_forms.write_forms(catalogue, organisation, period, where, history)
