"""Files that a rebuild passes over, by reason."""

from __future__ import annotations

from huizong.intake import JournalLine
from huizong.replay.rebuilding import _skipped
from tests.database.warehouse.county import County


def line(event: str, **content: str | list[str]) -> JournalLine:
    return JournalLine(event, content, "2026.jsonl", 1)


def test_what_was_not_judged_and_what_the_program_failed_over_is_counted(county: County) -> None:
    at = {"known_from": "2026-07-01T08:00:00+00:00", "catalogue": "c"}
    entries = [line("arrival", arrival_id=arrival) for arrival in "abcdef"]
    # b was returned since the program failed over it, d could not even be returned; e and f wait
    entries += [
        line("judged", arrivals=["a", "b"], quarantined=["b"], reasons=["words.py:1 KeyError"], **at),
        line("judged", arrivals=["c"], **at | {"known_from": "2026-07-01T09:00:00+00:00"}),
        line("quarantined", arrival_id="d", reason="words.py:2 KeyError", at="2026-07-01T10:00:00+00:00"),
    ]
    assert _skipped(county.connection, entries) == {
        "not judged yet: the next ingest does it": 2,
        "given up at the time, since the program failed over them": 2,
    }
