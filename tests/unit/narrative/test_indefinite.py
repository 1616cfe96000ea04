"""Numbers that nobody can count by are told as indefinite, whole; numerals that lost their unit are numbers all the same."""

import pytest

from huizong.narrative import extract_all


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("自筹上千万元改建校舍。", "上千万"),
        ("争取到数十万元补助。", "数十万"),
        ("吸引了几十万人次游客。", "几十万"),
        ("捐出若干万元助学。", "若干万"),
        ("前后花了好几个亿。", "几个亿"),
        ("数以万计的候鸟在此过冬。", "数以万计"),
        ("千把人挤满了会场。", "千把"),
        ("动辄百万元的工程。", "动辄百万"),
    ],
)
def test_an_indefinite_number_is_told_and_nothing_is_asked(text, surface):
    done = extract_all(text)
    assert [(none.surface, none.reason) for none in done.nonfigures] == [(surface, "indefinite")]
    assert done.figures == ()


@pytest.mark.parametrize(
    ("text", "surface", "value", "fault"),
    [
        ("全镇总人口两万三。", "两万三", "23000", "unit_missing"),
        ("甘蔗产量六千五,比上年增加四百。", "六千五", "6500", "unit_missing"),
        ("走访农户一千二百六。", "一千二百六", "1260", "unit_missing"),
        ("果农增收十八亿。", "十八亿", "1800000000", None),
        ("参保人数十万人。", "十万人", "100000", None),
    ],
)
def test_a_numeral_without_unit_has_its_value(text, surface, value, fault):
    figure = extract_all(text).figures[0]
    assert (figure.surface, figure.base_value, figure.fault) == (surface, value, fault)


@pytest.mark.parametrize("text", ["不怕一万,就怕万一。", "任凭弱水三千。", "三千里江山,二百余年古镇。", "名列百强县第三百。"])
def test_sayings_are_no_numbers(text):
    assert not [figure for figure in extract_all(text).figures if figure.fault]
