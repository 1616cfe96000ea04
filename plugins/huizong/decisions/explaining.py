"""A reason given for a query by word and not by file: it becomes the file that a clerk would have sent, and goes the same way."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta

from huizong.decisions.deciding import ArchivedFile, DecisionError, NamedFault, ReceiptFault, arrive_again, find_fault
from huizong.explanations import answer_text
from huizong.explanations import judge as judge_reason
from huizong.flow import pipeline
from huizong.intake import Archive, Journal, record_arrivals
from huizong.intake.taking import next_instant
from huizong.settings import Settings
from huizong.steps import answering
from huizong.steps.preparing import prepare
from huizong.steps.waves import BatchSummary
from huizong.warehouse import connect


def explain(settings: Settings, named: NamedFault, text: str, by: str) -> tuple[ReceiptFault, BatchSummary]:
    """Answer the query that is named: judged at once, with a receipt of its own.

    The text becomes a file of the archive that names the receipt which it answers to, and `by` in its name. Raises DecisionError
    for what is no open query, for a text that says nothing, or without a name.
    """
    if not by.strip():
        raise DecisionError("say --by NAME: an explanation needs the name of who gives it")
    judged = judge_reason(text)
    if not judged.accepted:
        raise DecisionError(f"the explanation says nothing ({judged.refusal}): {text}")
    catalogue = prepare(settings)
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:
        fault = find_fault(connection, named)
        if fault.severity != "query" or fault.state != "open":
            raise DecisionError(f"fault {named.number} is no open query: {fault.message}")
        content = answer_text(fault.arrival_id, f"{fault.submission_no}-{fault.number}", text).encode()
        journal = Journal(settings.archive / "journal")
        sha256 = Archive.of(settings).store_bytes(content)
        with journal.writing():
            record_arrivals(connection, catalogue, journal)
            name = f"第{named.number}条说明（{by.strip()}）.txt"
            file = ArchivedFile(fault.folder, fault.folder_below, name, name, sha256, len(content))
            arrival_id = arrive_again(journal, file, next_instant(connection) + timedelta(microseconds=1), by=by.strip())
            record_arrivals(connection, catalogue, journal)
    done = pipeline.judge_batch(settings, [arrival_id])
    answering.write_receipts(settings)
    return fault, done
