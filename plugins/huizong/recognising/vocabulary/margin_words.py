"""The words around the table of a report form: notes, signatures, who declares, unit corners, form numbers, pages."""

from __future__ import annotations

import re

from huizong.catalogue.texts import normalise
from huizong.word_lists import word_lists

_LISTS = word_lists("recognising", "margin_words")
_NOTE = _LISTS.pattern("note")
_SIGNATURE = _LISTS.pattern("signature")
_SEALED = _LISTS.pattern("sealed")
_DECLARES = _LISTS.pattern("declares")
_MADE_BY = _LISTS.pattern("made_by")
_DECLARES_BARE = _LISTS.pattern("declares_bare")
_MAY_NAME = _LISTS.pattern("may_name")
_DECLARING = _LISTS.pattern("declaring")
_AFTER_NAME = _LISTS.pattern("after_name")
_SEAL_LEFT = _LISTS.pattern("seal_left")
_NOBODY = _LISTS.pattern("nobody")
_CORNER = _LISTS.pattern("corner")
_TABLE_NUMBER = _LISTS.pattern("table_number")
_OF_FORM = re.compile(rf"(?<!\S){_LISTS.any_of('form_number')}\s*[:：]\s*\S+")
_CONTINUED = _LISTS.pattern("continued")
_PERIOD_LABEL = _LISTS.pattern("period_label")
_TIME_START = re.compile(r"(?:19|20)\d{2}|二[〇○零]|[1-9]\d?月")
_PAGE = _LISTS.pattern("page")
_NIL = _LISTS.pattern("nil")


def names_maker(text: str) -> bool:
    """Whether the text names who made the table: 制表单位：统计局."""
    return _MADE_BY.match(normalise(text)) is not None


def is_note(text: str) -> bool:
    """Whether the text is a remark below or between rows."""
    return _NOTE.match(normalise(text)) is not None


def is_signature(text: str) -> bool:
    """Whether the text names who filled in and who is responsible."""
    name = normalise(text)
    found = _SIGNATURE.search(name)
    return found is not None and (found.start() == 0 or _DECLARES.search(name) is None) and _DECLARES.match(name) is None


def declared_name(text: str) -> str | None:
    """The name after 填报单位：, empty if nothing was filled in; None if the text declares nobody."""
    name = normalise(text)
    found = _DECLARES.search(name) or _DECLARES_BARE.match(name)
    if not found:
        return None
    said = next((part for part in found.groups() if part is not None), "")
    rest = _AFTER_NAME.split(said, maxsplit=1)[0]
    rest = _SEAL_LEFT.sub("", rest).strip(",;。_")
    return "" if is_nobody(rest) else rest


def name_beside(text: str) -> str:
    """What stands behind 编制： or 填报：, an organisation or a person; empty for other texts."""
    found = _MAY_NAME.fullmatch(normalise(text))
    return found["name"] if found is not None else ""


def without_seal(text: str) -> str | None:
    """The text before a mark for a seal at its end: 石桥镇（盖章） is 石桥镇, of a mark alone nothing; None if there is no such mark."""
    name = normalise(text)
    found = _SEALED.search(name)
    return name[: found.start()] if found is not None else None


def is_nobody(name: str) -> bool:
    """Whether a place for a name is left open or means everybody: ____镇, 各乡镇（街道）."""
    return _NOBODY.fullmatch(normalise(name)) is not None


def is_declaring(text: str) -> bool:
    """Whether the text asks for the reporter's name, which then stands in the next cell: 填报单位, 填报单位：."""
    return _DECLARING.fullmatch(normalise(text)) is not None


def corner_unit(text: str) -> str | None:
    """The words after 单位：; None if there is no such corner. 填报单位： is no corner."""
    found = _CORNER.search(normalise(text))
    return found["unit"].strip(",;。") if found else None


def without_corner(text: str) -> str:
    """The header beside which a unit corner stands in the same cell: 指标（单位：万元） is 指标."""
    name = normalise(text)
    found = _CORNER.search(name)
    return name[: found.start()].rstrip("([,;/") if found else name


def is_table_number(text: str) -> bool:
    """Whether the text is a form's number or its approval."""
    return _TABLE_NUMBER.fullmatch(normalise(text)) is not None


def without_form_number(text: str) -> str:
    """The line without the parts, set apart by blanks, that are a form's number and its approval: 有效期至：2027年1月."""
    return _OF_FORM.sub("", text)


def asks_for_period(text: str) -> bool:
    """Whether the text labels a period: 报告期：2026年6月, or 所属期 with the period in the next cell."""
    return _PERIOD_LABEL.match(normalise(text)) is not None


def says_period(text: str, beside: str) -> bool:
    """Whether a label's period stands behind it or in the next cell; 报告期：填写年月，如2026年1月 only explains."""
    name = normalise(text)
    found = _PERIOD_LABEL.match(name)
    return found is not None and _TIME_START.match(name[found.end() :] or normalise(beside)) is not None


def is_page(text: str) -> bool:
    """Whether a title only counts pages: 第2页, （第二页）, 第1页 共2页."""
    return _PAGE.fullmatch(normalise(text)) is not None


def is_continued(text: str) -> bool:
    """Whether a title says that the table before goes on."""
    return _CONTINUED.search(normalise(text)) is not None


def says_nil(text: str) -> bool:
    """Whether the words report that there is nothing to report."""
    return _NIL.search(normalise(text)) is not None
