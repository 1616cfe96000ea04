"""Whom a form describes."""

from __future__ import annotations

from pathlib import Path

import pytest

from huizong.catalogue import Catalogue, Period
from huizong.catalogue.owed import subject_of
from tests.database.warehouse.county import make_catalogue

OBLIGED = "form,organisation,kind,due_day,due_time,reason,valid_from,valid_to\nT,G90,,8,17:00,目标,,\n"
JUNE = Period.parse("2026-06")
ADDING = """code: A
title: 分乡镇表
frequency: month
version: 1
rows:
  - {indicator: X, bases: [cumulative]}
relations:
  - {id: x-total, expression: "sum(children, X.cumulative) = X.cumulative", severity: blocking, message: 合计不符}
"""
OWN = "code: D\ntitle: 县级表\nfrequency: month\nversion: 1\nrows:\n  - {indicator: X, bases: [cumulative]}\n"
BUREAU = OWN.replace("code: D", "code: E").replace("县级表", "本局表").replace("version: 1", "version: 1\nsubject: reporter")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    forms = {"forms/A.yaml": ADDING, "forms/D.yaml": OWN, "forms/E.yaml": BUREAU}
    return make_catalogue(Path(tmp_path_factory.mktemp("county")), forms)


def test_the_word_of_the_form_or_what_follows_from_its_relations(county: Catalogue) -> None:
    assert subject_of(county.form("B"), "bureau") == "listed"
    assert subject_of(county.form("A"), "bureau") == "listed"
    assert subject_of(county.form("D"), "bureau") == "county"
    assert subject_of(county.form("E"), "bureau") == "reporter"
    assert subject_of(county.form("D"), "town") == "reporter"


@pytest.mark.parametrize(
    ("form", "reporter", "given", "whom"),
    [
        ("B", "G90", (), ("G01", "G02", "G03")),  # listed by its own word: all towns, villages and parks not
        ("A", "G90", ("G02", "G01", "G02"), ("G02", "G01")),  # listed by its relation: those that are there
        ("A", "G90", (), ()),
        ("A", "G90", ("G00", "G01"), ("G01",)),
        ("D", "G90", (), ("G00",)),
        ("D", "G90", ("G31",), ("G31",)),
        ("E", "G90", (), ("G90",)),
        ("M", "G01", (), ("G01",)),
        ("V", "G03", ("G31", "G03"), ("G31", "G03")),
    ],
)
def test_of_whom_a_submission_owes_the_rows(
    county: Catalogue, form: str, reporter: str, given: tuple[str, ...], whom: tuple[str, ...]
) -> None:
    assert county.described(county.form(form), reporter, JUNE, given) == whom


TARGETS_2026 = Period.parse("2026")
OF_YEAR = """code,name,kind,parent,valid_from,valid_to,successor,counted_in
G00,绿川县,county,,,,,
G01,甲木镇,town,G00,,2026-03-31,G05|G06,
G02,乙火镇,town,G00,,2026-08-31,G07,
G05,东木镇,town,G00,2026-04-01,2026-08-31,G07,
G06,西木镇,town,G00,2026-04-01,,,
G07,新火镇,town,G00,2026-09-01,,,
G08,丁水镇,town,G00,,2025-12-31,G06,
G90,统计局,bureau,G00,,,,
"""


@pytest.mark.parametrize(
    ("given", "whom"),
    [
        (("G01", "G02"), ("G01", "G02")),  # set in January: those of then stand for the heirs of December
        (("G02", "G05", "G06"), ("G06", "G02", "G05")),  # set in spring, after the split
        (("G06", "G07"), ("G06", "G07")),
        (("G06", "G02"), ("G06", "G02", "G05")),  # one of the two before the heir is left out: set after the split, since G06 is there
        ((), ("G06", "G07")),
        (("G08",), ("G06", "G07")),  # ended before the year
    ],
)
def test_targets_may_be_of_those_before_an_heir(tmp_path: Path, given: tuple[str, ...], whom: tuple[str, ...]) -> None:
    county = make_catalogue(
        tmp_path, {"organisations.csv": OF_YEAR, "forms/V.yaml": None, "forms/B.yaml": None, "obligations.csv": OBLIGED}
    )
    assert county.described(county.form("T"), "G90", TARGETS_2026, given) == whom
