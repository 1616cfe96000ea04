"""Forms by title and by day."""

from datetime import date

import pytest


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("渌川县主要指标月报表", "F1"),
        ("渌川县2026年6月主要指标月报表", "F1"),
        ("东坪镇2026年1—6月主要指标月报表（续表）", "F1"),
        ("2026年二季度各乡镇造林进度表", "F2"),
        ("全县2026年6月财政月报", "F3"),
        ("各乡镇绿化进度表", None),
        ("", None),
    ],
)
def test_by_title(county, text, code):
    form = county.form_titled(text)
    assert (form.code if form else None) == code


def test_the_longest_title_wins(folder):
    from huizong.catalogue import load

    path = folder / "forms" / "F3.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("全县财政月报", "主要指标月报（财政）"), encoding="utf-8")
    assert load(folder).form_titled("渌川县主要指标月报（财政）").code == "F3"


def test_a_half_in_the_title_must_be_there(folder):
    from huizong.catalogue import load

    path = folder / "forms" / "F3.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("全县财政月报", "镇上半年工作总结"), encoding="utf-8")
    county = load(folder)
    assert county.form_titled("东坪镇2026年上半年工作总结").code == "F3"
    assert county.form_titled("东坪镇2026年工作总结") is None


def test_the_version_follows_the_day(county):
    assert county.form("F1", date(2024, 12, 31)).version == 1
    assert county.form("F1", date(2025, 1, 1)).version == 2
    assert county.form("F1").version == 2
    assert {(form.code, form.version) for form in county.forms_on(date(2024, 6, 30))} == {("F1", 1), ("F2", 1), ("F3", 1)}
    with pytest.raises(KeyError):
        county.form("F1", date(2023, 12, 31))
    with pytest.raises(KeyError):
        county.form("F9")
