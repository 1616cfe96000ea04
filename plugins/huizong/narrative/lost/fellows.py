"""Members of lists of which only the unit is left: 18人、〔人〕和25人; 受理咨询〔件〕、求助62件."""

import re

ENDS = re.compile("[,。;、:!?)(]| [,。;]|$|以上|以下|以内|左右| ?[和及与](?!其他)")
# 受理咨询〔件〕、求助62件
FELLOW_AFTER = re.compile(r"、(?:(?![和及与等])[\u4e00-\u9fff]){1,8}?\d[\d.]*余?")
MEMBER_SIGNS = frozenset("、和及与")
BEFORE_MEMBER = re.compile(r"\d[余多]?[万亿]?$")
# How far another pair of the same units may stand.
AGAIN = 120
NEAR_BRACKETS = 60
HAN = re.compile("[\u4e00-\u9fff]+")


def bare_member(text: str, start: int, end: int) -> bool:
    """Whether the unit text[start:end] is all that is left of a member of a list: 18人、〔人〕和25人."""
    unit = re.escape(text[start:end])
    if BEFORE_MEMBER.search(text[max(0, start - 12) : start - 1].removesuffix(text[start:end])) is None:
        return False
    if not text.endswith(text[start:end], 0, start - 1):
        return False
    if text[end : end + 1] in MEMBER_SIGNS:
        return re.compile(rf"[、和及与]\d[\d.]*[余多]?[万亿]?{unit}").match(text, end) is not None
    return ENDS.match(text, end) is not None


def counted_fellow(text: str, start: int, end: int) -> bool:
    """Whether the unit text[start:end] of a member of a list counts the member after it, or the one before it.

    文明户、最美家庭120户, 主持人、演员20人: persons and households end so many words that only the member before them tells.
    """
    if (
        text[end : end + 1] == "、"
        and text[start:end] not in {"户", "人"}
        and (found := FELLOW_AFTER.match(text, end)) is not None
        and text.startswith(text[start:end], found.end())
    ):
        return True
    mark = text.rfind("、", max(0, start - 9), start - 1)
    if mark < 2 or ENDS.match(text, end) is None or not text.endswith(text[start:end], 0, mark):
        return False
    return text[mark - (end - start) - 1].isdigit() and HAN.fullmatch(text, mark + 1, start) is not None


def pair_again(text: str, start: int, first: str, second: str) -> bool:
    """Whether the two units side by side at `start` count another thing nearby: 干道2条〔处〕、农村公路24条25处."""
    again = re.compile(rf"\d{re.escape(first)}\d[\d.]*[余多]?{re.escape(second)}")
    return again.search(text, max(0, start - AGAIN), start + AGAIN) is not None


def in_brackets_beside(text: str, start: int, name: str) -> bool:
    """Whether the unit in the brackets at `start` stands beside other brackets that hold a number in it, or right behind such a number."""
    named = start - 1 - len(name)
    if text.startswith(name, named) and text[named - 1 : named].isdigit():
        return True
    fellow = re.compile(rf"\(-?\d[\d.]*{re.escape(name)}\)")
    return fellow.search(text, max(0, start - NEAR_BRACKETS), start + NEAR_BRACKETS) is not None
