"""The mark of a note behind a number is no part of it, and does not part it from its unit."""

import pytest

from huizong.narrative import extract


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [
        ("今年共投入150²万元。", "150²万元", "150"),
        ("改造旧厕30³户。", "30³户", "30"),
        ("入库税款15.6¹亿元。", "15.6¹亿元", "15.6"),
        ("到账率为93.2%²。", "93.2%", "93.2"),
        ("绿化面积120m²。", "120m²", "120"),
    ],
)
def test_a_raised_digit_behind_a_number_is_a_note(text, surface, value):
    (figure,) = extract(text)
    assert (figure.surface, str(figure.value)) == (surface, value)


def test_a_power_of_ten_is_no_number_with_a_note():
    assert all(figure.value != 10 for figure in extract("颗粒数为1.2×10⁴个。"))
