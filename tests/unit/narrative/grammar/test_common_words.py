"""Common words: whether one ends before a unit, and whether a longer one ends with it."""

import pytest

from huizong.narrative.grammar.common_words import FILE, begins_a_word, common_words, ends_a_word, ends_few_words, within_a_word


@pytest.mark.parametrize(
    ("before", "ends"),
    [("落实措施", True), ("查处案件", True), ("严寒袭", False), ("罗小凤", False), ("回首旧", False), ("我", False), ("", False)],
)
def test_a_word_ends_before_a_place_or_a_sign_is_left_over(before, ends):
    assert ends_a_word(before + "人", len(before)) is ends


@pytest.mark.parametrize(
    ("text", "within"),
    [("架设发射台", True), ("是个大忙人", True), ("落实措施条", False), ("新旧友人", False), ("台", False)],  # 友人 is of two signs
)
def test_a_longer_word_ends_with_a_unit(text, within):
    assert within_a_word(text, len(text) - 1, len(text)) is within


def test_a_classifier_of_trees_ends_few_words_and_persons_end_many():
    assert [ends_few_words(sign) for sign in "棵盏亩人家台"] == [True, True, True, False, False, False]


def test_a_word_begins_at_a_unit():
    assert [begins_a_word(text, 2) for text in ("带有封建色彩", "寄出封信笺")] == [True, False]


def test_the_list_holds_plain_words_and_no_names_of_places():
    words = common_words()
    assert words == set(FILE.read_text(encoding="utf-8").split())
    assert {len(word) for word in words} == {2, 3, 4}
    assert all("\u4e00" <= sign <= "\u9fff" for word in words for sign in word)
    assert {"北京", "上海", "汕头"} & words == set()
