"""Tables that are alike in words: what is remembered of one gives the same for the next as looking at it afresh."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from huizong.catalogue import Catalogue, load
from huizong.model import Cell, Document, Draft, Sheet
from huizong.reading.read import read_bytes
from huizong.recognising import Context, recognise
from huizong.recognising.table.fingerprints import NUMBER, print_of
from huizong.recognising.vocabulary.catalogue_names import Names
from include.samples.build import samples
from tests.unit.recognising.county import draft, monthly, told

CATALOGUE = Path(__file__).parents[4] / "include" / "catalogue"
AT = datetime(2026, 7, 3, 8, tzinfo=UTC)


def read_samples() -> list[tuple[str, tuple[Document, ...]]]:
    return [(path, read_bytes(content, Path(path).name)) for path, content in samples()]


def recognised(files: list[tuple[str, tuple[Document, ...]]], catalogue: Catalogue) -> list[tuple[Draft, ...]]:
    return [tuple(recognise(documents, Context(None, None, AT, Path(path).parts[0]), catalogue)) for path, documents in files]


def with_other_numbers(document: Document) -> Document:
    return replace(document, sheets=tuple(_altered(sheet) for sheet in document.sheets))


def _altered(sheet: Sheet) -> Sheet:
    cells = {at: _other(cell) for at, cell in sheet.cells.items()}
    return replace(sheet, cells=cells)


def _other(cell: Cell) -> Cell:
    if cell.kind != "number" or not isinstance(cell.value, Decimal) or "." not in cell.text:
        return cell
    value = cell.value + Decimal("3317.25")
    return cell._replace(value=value, text=f"{value:f}")


def test_every_sample_is_recognised_the_same_after_its_like_as_afresh():
    files = read_samples()
    assert len(files) >= 15
    afresh = [drafts for file in files for drafts in recognised([file], load(CATALOGUE))]
    taught = load(CATALOGUE)
    others = recognised([(path, tuple(map(with_other_numbers, documents))) for path, documents in files], taught)
    assert others != afresh
    assert len(Names.of(taught).layouts) > 0
    assert recognised(files, taught) == afresh


def test_the_layout_of_a_form_is_remembered_for_other_numbers_and_for_no_other_words(catalogue):
    names = Names.of(catalogue)
    names.layouts.clear()
    first = draft(catalogue, monthly("指标 单位 本月 累计", "税收收入 万元 31.5 190.25"))
    known = len(names.layouts)
    assert known > 0
    second = draft(catalogue, monthly("指标 单位 本月 累计", "税收收入 万元 42.75 205.5"))
    assert len(names.layouts) == known
    third = draft(catalogue, monthly("指标 单位 累计 本月", "税收收入 万元 205.5 42.75"))
    assert len(names.layouts) > known
    values = [{(basis, value) for _, _, _, basis, value, _ in told(one)} for one in (first, second, third)]
    assert values[0] == {("current", "31.5"), ("cumulative", "190.25")}
    assert values[1] == values[2] == {("current", "42.75"), ("cumulative", "205.5")}


@pytest.mark.parametrize("text", ["12", "1", "2026", "202606", "2026.6", "1998", "1,234.5", "12%", "305.60 万", "-7", "202", "20260630"])
def test_a_number_that_may_be_a_year_a_month_a_row_or_written_otherwise_counts_by_itself(text):
    cell = Cell(5, 3, "number", text, Decimal("305.6"))
    assert print_of([cell], frozenset()) == (("number", text, Decimal("305.6")),)


@pytest.mark.parametrize("text", ["305.60", "-12.5", "118", "-4021", "0.06", "205.5", "19.8", "20350", "2026.615"])
def test_any_other_number_counts_as_a_number(text):
    assert print_of([Cell(5, 3, "number", text, Decimal(text))], frozenset()) == (NUMBER,)


def test_numbers_that_name_something_are_the_names_of_the_catalogue_without_a_letter(catalogue):
    coded = replace(catalogue, indicators=(catalogue.indicators[0].model_copy(update={"code": "101"}), *catalogue.indicators[1:]))
    assert "101" not in Names(catalogue).numbers
    assert "101" in Names(coded).numbers
    assert {"%", "万元", "I2"} & Names(coded).numbers == {"%"}


def test_a_number_that_is_a_code_or_lies_under_another_text_counts_by_itself():
    code = Cell(5, 3, "number", "101", Decimal(101))
    assert print_of([code], frozenset({"101"})) == (("number", "101", Decimal(101)),)
    year = Cell(5, 3, "number", "505.0", Decimal(2024))
    assert print_of([year], frozenset()) == (("number", "505.0", Decimal(2024)),)


def test_a_text_is_no_number_whatever_it_says():
    assert print_of([Cell(5, 3, "text", "number", "number")], frozenset()) != (NUMBER,)
    assert print_of([Cell(5, 3, "text", "305.6", "305.6")], frozenset()) == ("305.6",)


def test_a_table_in_which_a_number_is_a_label_is_looked_at_each_time(catalogue):
    names = Names.of(catalogue)
    names.layouts.clear()
    head = [["石桥镇主要经济指标月报表"], ["2026年6月"], ["指标", "单位", "本月"]]
    draft(catalogue, [*head, ["税收收入", "万元", 31.5], [350.5, "万元", 190.25]])
    assert not names.layouts
    draft(catalogue, [*head, ["税收收入", "万元", 31.5], ["用电量", "万元", 190.25]])
    assert names.layouts
