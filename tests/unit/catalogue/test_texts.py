"""How names are made comparable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huizong.catalogue.texts import header_name, indicator_name, normalise, unit_name, without_brackets

UNITS = {"万元", "亩", "%", "家"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("东　坪\n镇 ", "东坪镇"),
        ("Ｔ０１", "T01"),
        ("1—6月", "1-6月"),
        ("1–6月", "1-6月"),
        ("（不含农户）", "(不含农户)"),
        ("\ufeff统计\u200b局", "统计局"),
    ],
)
def test_normalise(text, expected):
    assert normalise(text) == expected


@pytest.mark.parametrize(("private", "character"), [("\ue815", "⺁"), ("\ue844", "䜣"), ("\ue863", "䶮"), ("\ue864", "\ue864")])
def test_private_use_characters_of_gbk_are_those_that_unicode_has_now(private, character):
    assert normalise(private) == normalise(character)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("其中：税收收入", "税收收入"),
        ("  其中、税收 收入", "税收收入"),
        ("一、工业产值（万元）", "工业产值"),
        ("（二）工业产值：", "工业产值"),
        ("12. 工业产值", "工业产值"),
        ("3）工业产值", "工业产值"),
        ("①工业产值", "工业产值"),
        ("# 工业产值*", "工业产值"),
        ("💰工业产值", "工业产值"),
        ("✔\ufe0f 工业产值", "工业产值"),
        ("工业产值①", "工业产值"),
        ("工业产值(注1)", "工业产值"),
        ("工业产值[2]", "工业产值"),
        ("工业产值（单位：万元）", "工业产值"),
        # What changes the scope stays, and so does a number that belongs to the name.
        ("固定资产投资（不含农户）", "固定资产投资(不含农户)"),
        ("1.5亿元以上项目", "1.5亿元以上项目"),
        ("50万元以上村数", "50万元以上村数"),
        ("其中", "其中"),
        ("一", "一"),
    ],
)
def test_indicator_name(text, expected):
    assert indicator_name(text, UNITS) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("同比（％）", "同比%"),
        ("同比 %", "同比%"),
        ("本月\n（万元）", "本月"),
        ("累计：", "累计"),
        ("同比（个百分点）", "同比(个百分点)"),
    ],
)
def test_header_name(text, expected):
    assert header_name(text, UNITS - {"%"}) == expected


def test_unit_name():
    assert unit_name("（单位：万 元）") == "万元"
    assert unit_name("计量单位：亩") == "亩"


def test_without_brackets():
    assert without_brackets("投资(不含(大)农户)额") == "投资额"


@given(st.text())
def test_normalising_again_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(), st.sampled_from(["", "其中：", "（三）", "7、", "# "]), st.sampled_from(["", "（万元）", "：", "①"]))
def test_what_stands_around_a_name_does_not_matter(text, before, after):
    name = indicator_name("产" + text + "值", UNITS)
    assert indicator_name(before + "产" + text + "值" + after, UNITS) == name


@pytest.mark.parametrize("text", ["税收收入①（万元）", "税收收入[2](万元)", "税收收入（万元）*", "3、税收收入*（万元）"])
def test_a_footnote_mark_may_stand_before_the_unit(text):
    assert indicator_name(text, UNITS) == "税收收入"
