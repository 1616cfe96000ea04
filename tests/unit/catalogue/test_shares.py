"""Shares of what was split: of whom, to whom, and the whole of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from huizong.catalogue import check
from tests.database.publishing.test_second_county import CATALOGUE
from tests.database.warehouse.county import make_catalogue

HEAD = "organisation,heir,indicator,share\n"


@pytest.mark.parametrize(
    ("lines", "problems"),
    [
        ("D,G,,60\nD,H,,40\n", ()),
        ("D,G,,60\nD,H,,40\nD,G,W,65.5\nD,H,W,34.5\n", ()),
        ("D,G,,60\nD,H,,30\n", ("shares.csv:3: share: those of G, H must make up 100, one line each; they give 90",)),
        ("D,G,,100\n", ("shares.csv:2: share: those of G, H must make up 100, one line each; they give 100",)),
        ("D,G,,60\nD,A,,40\n", ("shares.csv:3: heir: A is none of G, H, who are D by now",)),
        ("B,F,,100\n", ("shares.csv:2: organisation: B was not left to several: its line in organisations.csv says so",)),
        ("Q,G,,100\n", ("shares.csv:2: organisation: there is no organisation Q",)),
        ("D,G,Q,60\nD,H,Q,40\n", ("shares.csv:2: indicator: there is no indicator Q (also on line 3)",)),
        ("D,G,,0\nD,H,,100\n", ("shares.csv:2: share: Input should be greater than 0, found '0'",)),
    ],
)
def test_shares_are_checked(tmp_path: Path, lines: str, problems: tuple[str, ...]) -> None:
    folder = make_catalogue(tmp_path / "county", {**CATALOGUE, "shares.csv": HEAD + "D,G,,60\nD,H,,40\n"}).folder
    (folder / "shares.csv").write_text(HEAD + lines, encoding="utf-8")
    assert tuple(one for one in check(folder) if one.startswith("shares.csv"))[: len(problems) or 1] == problems
