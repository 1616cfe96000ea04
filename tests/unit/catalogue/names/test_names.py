"""Organisations and indicators by name: exact or nothing; what is similar is only suggested."""

from datetime import date

import pytest


def test_organisation_by_name_alias_and_code(county):
    for text in ("东坪镇", "东　坪 镇", "渌川县东坪镇", "东坪", "T1", "Ｔ１"):
        assert county.organisation_named(text).code == "T1", text
    assert county.organisation_named("东平镇") is None
    assert county.similar_organisation("东平镇").code == "T1"
    assert county.similar_organisation("石油公司") is None
    assert county.organisation_named("") is None


def test_same_name_in_two_towns_needs_within(county):
    assert county.organisation_named("上村") is None
    assert county.organisation_named("上村", within="T2").code == "V2"
    assert county.organisation_named("上村", within="T1").code == "V1"
    assert county.organisation_named("上村", within="C") is None


def test_an_organisation_that_ended_is_still_known_by_name(county):
    assert county.organisation_named("老坪乡", day=date(2025, 6, 30)).code == "T9"
    assert [o.code for o in county.organisations_on(date(2024, 6, 30)) if o.kind == "town"] == ["T1", "T2", "T9"]
    assert [o.code for o in county.children("C", date(2025, 6, 30))] == ["T1", "T2", "T3", "B1", "B2", "K1"]


@pytest.mark.parametrize(
    ("reporter", "subject", "answers"),
    [
        ("T1", "T1", True),
        ("T1", "V1", True),
        ("T1", "J1", True),
        ("T1", "V2", False),
        ("T1", "T2", False),
        ("T1", "C", False),
        ("B1", "T1", True),
        ("B1", "V2", True),
        ("B1", "K1", True),
        ("B1", "C", True),
        ("B1", "B2", False),
        ("C", "T1", True),
        ("C", "B1", False),
        ("K1", "T1", False),
    ],
)
def test_who_answers_for_whom(county, reporter, subject, answers):
    assert county.answers_for(reporter, subject) is answers


def test_unknown_codes_raise(county):
    with pytest.raises(KeyError):
        county.organisation("T7")
    with pytest.raises(KeyError):
        county.indicator("M9")
    with pytest.raises(KeyError):
        county.answers_for("T7", "T1")


def test_indicator_by_name(county):
    assert county.indicator_named("其中：税收收入（万元）").code == "M3"
    assert county.indicator_named("工业 总产值").code == "M1"
    assert county.indicator_named("工业产值（不含军工）") is None
    assert county.similar_indicator("工业产值（不含军工）").code == "M1"
    assert county.similar_indicator("工业生产总值").code == "M1"
    assert county.similar_indicator("气温") is None


def test_a_name_of_one_form_holds_there_only(county):
    assert county.indicator_named("金额", form="F1").code == "M2"
    assert county.indicator_named("金额", form="F2").code == "M3"
    assert county.indicator_named("金额") is None


def test_an_alias_with_dates_holds_then_only(county):
    assert county.indicator_named("产值", day=date(2024, 12, 31)).code == "M1"
    assert county.indicator_named("产值", day=date(2025, 1, 31)) is None


def test_contact_is_the_first(county):
    assert county.contact_of("T1").name == "罗一"
    assert county.contact_of("T2") is None


def test_issue_type_is_the_countys_own_else_the_shipped(county):
    assert county.issue_type("value-blank").message == "没填"
    assert county.issue_type("file-encrypted").severity == "critical"
    with pytest.raises(KeyError):
        county.issue_type("no-such-fault")
