"""Lists of words: what a file may say, and what becomes of it."""

from pathlib import Path

import pytest

from huizong.word_lists import FOLDER, WordListError, parse, word_lists

PATH = Path("fruit.txt")


def test_spellings_become_one_pattern() -> None:
    lists = parse(PATH, "# fruit\nfruit\n    苹果(树|汁)? 梨\n    桃\n")
    assert lists.words("fruit") == ("苹果(?:树|汁)?", "梨", "桃")
    found = lists.pattern("fruit")
    assert found.groups == 0
    assert [bool(found.fullmatch(text)) for text in ("苹果", "苹果汁", "梨", "桃", "桃汁", "果")] == [True, True, True, True, False, False]


def test_another_list_stands_in_a_spelling() -> None:
    lists = parse(PATH, "colour\n  红 青\nfruit\n  {colour}苹果(?P<rest>.*) 梨\n")
    found = lists.pattern("fruit").fullmatch("青苹果两个")
    assert found is not None
    assert found["rest"] == "两个"
    assert lists.pattern("fruit").fullmatch("苹果") is None


def test_a_list_of_another_file_of_the_room_stands_in_a_spelling() -> None:
    lists = parse(Path("recognising/fruit.txt"), "row\n    {form_words.ditto}?梨\n")
    assert lists.pattern("row").fullmatch("同上梨") is not None
    assert lists.pattern("row").fullmatch("如上梨") is None


def test_signs_that_are_meant_stay() -> None:
    lists = parse(PATH, "sign\n    \\(税\\) [(（]费[)）] 量{2,3} \\#\n")
    assert lists.words("sign") == (r"\(税\)", "[(（]费[)）]", "量{2,3}", r"\#")


def test_lines_of_a_table() -> None:
    lists = parse(PATH, "counted\n    月 月 月份\n    季度 季\n")
    assert lists.table("counted") == {"月": "月", "月份": "月", "季": "季度"}


def test_plain_words_are_no_patterns_and_the_longer_one_is_taken() -> None:
    lists = parse(PATH, "said\n    增 增长 a.b\n")
    assert lists.plain("said").findall("增长axba.b增") == ["增长", "a.b", "增"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("    梨\n", "fruit.txt:1: these words belong to no list"),
        ("pear\n    梨\npear\n    梨\n", "fruit.txt:3: pear is no name of a list, or the name of another"),
        ("Pear tree\n    梨\n", "fruit.txt:1: Pear tree is no name of a list, or the name of another"),
        ("pear\n    {plum}梨\n", "fruit.txt:2: no list plum stands before this one"),
        ("pear\n    {pear}梨\n", "fruit.txt:2: no list pear stands before this one"),
        ("pear\n# none\n", "fruit.txt:0: no words in pear"),
    ],
)
def test_a_file_that_cannot_be_used_says_where(text: str, reason: str) -> None:
    with pytest.raises(WordListError) as raised:
        parse(PATH, text)
    assert str(raised.value) == reason


def test_the_room_and_the_subject_name_the_file() -> None:
    path = FOLDER / "recognising" / "form_words.txt"
    assert word_lists("recognising", "form_words") == parse(path, path.read_text("utf-8"))
    assert word_lists("recognising", "form_words") is word_lists("recognising", "form_words")
