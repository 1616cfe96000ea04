"""What a rebuild says: what was replayed, skipped and why, compared, and what differs."""

from __future__ import annotations

from huizong.cli.rebuild_command import differences, said
from huizong.flow.pipeline import BatchSummary
from huizong.replay.rebuilding import Rebuilt
from huizong.warehouse.equality import Difference, Equality

REPLAYED = BatchSummary(arrivals=3, submissions=4, figures=50, issues=6)


def test_all_equal_and_nothing_skipped() -> None:
    equality = Equality({"figure": 50, "rollup": 7}, (), 0, ("2026-06",))
    assert list(said(Rebuilt(REPLAYED, {}, equality))) == [
        "replayed 3 files: 4 submissions, 50 figures, 6 issues",
        "skipped 0 files: every file that arrived was judged",
        "compared 50 rows (figure), 7 rows (rollup): all equal",
        "  rollups older than their figures, not compared: 2026-06",
    ]


def test_what_was_skipped_is_counted_by_reason() -> None:
    done = Rebuilt(REPLAYED, {"not judged yet: the next ingest does it": 2}, Equality({}, (), 0, why_not="the warehouse was empty"))
    assert list(said(done))[1:] == [
        "skipped 2 files",
        "  2 not judged yet: the next ingest does it",
        "compared with nothing: the warehouse was empty",
    ]


def test_what_differs_is_shown_and_the_rest_counted() -> None:
    one = Difference("figure", "T01/E01", "(22,reported)", None)
    assert list(differences(Equality({"figure": 50}, (one,), 3))) == [
        "  figure T01/E01: was (22,reported), would be nothing",
        "  and 2 more",
    ]
    assert len(Difference("rollup", "T01", "x" * 1000, "y").line) < 400
