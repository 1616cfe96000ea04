"""Compiled rules on disk: taken as they lie there, written once, never trusted where they can't be read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from huizong.checking.rules import compiled, suite
from huizong.checking.rules.cache import CompiledFile
from huizong.checking.rules.compiled import rules_of
from tests.database.checking.county import MONTH, made, with_relations

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue


def content(word: str) -> dict[str, object]:
    return {"rules": [], "known": {"stated": [word]}, "comparisons": {}, "disagreements": []}


@pytest.fixture
def county(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    monkeypatch.setattr(compiled, "_compiled", {})
    return made(catalogue, with_relations(MONTH, {"expression": "X1.current >= X2.current"}), name="cached")


def test_the_second_process_reads_what_the_first_compiled(county: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = {rule.name: rule.query for rule in rules_of(county, cache=tmp_path)}
    assert "X-MONTH:r1@1" in first
    monkeypatch.setattr(compiled, "_compiled", {})  # as another process begins

    def compiled_again(*_: object) -> str:
        raise AssertionError("compiled though it lay in the cache")

    monkeypatch.setattr(suite, "text_of_relation", compiled_again)
    monkeypatch.setattr(suite, "text_in_file", compiled_again)
    assert {rule.name: rule.query for rule in rules_of(county, cache=tmp_path)} == first


def test_another_catalogue_has_texts_of_its_own(tmp_path: Path) -> None:
    CompiledFile.of(tmp_path, "a").write(content("1"))
    assert CompiledFile.of(tmp_path, "a").read() == content("1")
    assert CompiledFile.of(tmp_path, "b").read() == {}


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe"])
def test_a_damaged_file_is_compiled_anew_and_mended(county: Catalogue, tmp_path: Path, content: bytes) -> None:
    texts = CompiledFile.of(tmp_path, county.hash)
    texts.path.write_bytes(content)
    assert "X-MONTH:r1@1" in {rule.name for rule in rules_of(county, cache=tmp_path)}
    assert "X-MONTH:r1@1" in {rule["name"] for rule in texts.read()["rules"]}


def test_a_folder_that_cannot_be_written_is_no_fault(county: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    (rule,) = (rule for rule in rules_of(county, cache=tmp_path / "file" / "below") if rule.name == "X-MONTH:r1@1")
    assert rule.query.lstrip().lower().startswith("with")


def test_few_files_are_kept(tmp_path: Path) -> None:
    for number in range(9):
        CompiledFile.of(tmp_path, f"catalogue {number}").write(content(str(number)))
    assert len(list(tmp_path.iterdir())) == 4
    assert CompiledFile.of(tmp_path, "catalogue 8").read() == content("8")


def test_another_catalogue_compiles_only_the_relations_that_it_changes(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of_county(*expressions: str, name: str) -> dict[str, str]:
        monkeypatch.setattr(compiled, "_compiled", {})
        county = made(catalogue, with_relations(MONTH, *({"expression": expression} for expression in expressions)), name=name)
        return {rule.name: rule.query for rule in rules_of(county, cache=tmp_path) if rule.origin}

    texts: list[str] = []
    anew = suite.text_of_relation
    monkeypatch.setattr(suite, "text_of_relation", lambda bound, county: (texts.append(bound.source.expression), anew(bound, county))[1])
    first = of_county("X1.current >= X2.current", "X1.cumulative >= X1.current", name="first")
    assert texts == ["X1.current >= X2.current", "X1.cumulative >= X1.current"]
    texts.clear()
    second = of_county("X1.current >= X2.current", "X1.cumulative >= X2.current", name="second")
    assert texts == ["X1.cumulative >= X2.current"]
    assert second["X-MONTH:r1@1"] == first["X-MONTH:r1@1"]
    assert second["X-MONTH:r2@1"] != first["X-MONTH:r2@1"]
