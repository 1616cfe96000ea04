"""The application as a process: what it does once, with its first answer."""

from __future__ import annotations

import gc

from huizong_airflow.board.app import keep_what_is_loaded
from tests.airflow.board.conftest import Board


def test_what_the_process_has_loaded_is_not_searched_for_circles_again(county: Board) -> None:
    gc.unfreeze()
    keep_what_is_loaded.cache_clear()
    with county.of("reviewer") as reviewer:
        reviewer.get("/huizong/")
        kept = gc.get_freeze_count()
        reviewer.get("/huizong/")
    assert kept > 10_000  # Airflow's own and ours
    assert gc.get_freeze_count() <= kept  # once: what a page makes is searched as before
