"""What a pattern may begin or end with, worked out from it."""

import re

import pytest

from huizong.narrative.grammar.signs import Ending, Opening, edge_signs


def test_first_signs_are_those_of_every_branch_past_what_may_be_absent() -> None:
    signs = edge_signs(re.compile("(?:共|各)?(?:走访(?=户)|[a-c]|(?<!不)到)"), last=False)
    assert signs == frozenset("共各走abc到")


def test_last_signs_are_those_before_the_end() -> None:
    assert edge_signs(re.compile("(?:同比|环(?:比|差)?)(?:约|为)?$"), last=True) == frozenset("比环差约为")


def test_the_head_of_a_text_is_an_empty_last_sign() -> None:
    assert edge_signs(re.compile("(?:^|[,。])$"), last=True) == frozenset(["", ",", "。"])


def test_digits_are_those_of_every_script() -> None:
    assert {"0", "9", "٣"} <= edge_signs(re.compile(r"\d+"), last=False)


@pytest.mark.parametrize("pattern", ["[^,]+", "(?:甲)?", "[\u4e00-\u9fff]村", "."])
def test_a_pattern_that_may_begin_with_any_sign_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="any sign"):
        edge_signs(re.compile(pattern), last=False)


def test_an_opening_matches_only_at_its_place() -> None:
    opening = Opening("左右|以上")
    found = opening.match("三户左右", 2)
    assert found is not None
    assert found.span() == (2, 4)
    assert opening.match("三户左右", 1) is None
    assert opening.match("三户", 2) is None


def test_an_ending_also_stands_before_a_last_line_feed() -> None:
    ending = Ending("(?:增长|下降)为?$")
    assert ending.search("同比增长") is not None
    assert ending.search("同比增长\n") is not None
    assert ending.search("同比增长了") is None


def test_an_ending_within_a_stretch_looks_back_before_it() -> None:
    ending = Ending("(?<!不)到$")
    assert ending.within("不到3", 1, 2) is None
    assert ending.within("达到3", 1, 2) is not None
    assert ending.within("达到3", 2, 2) is None
