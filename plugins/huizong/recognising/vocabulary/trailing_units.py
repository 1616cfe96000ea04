"""Units at the end of a header, a label or a title: 税收收入（万元）, 面积 单位:亩, 本月（万元、亩、头）."""

from __future__ import annotations

import re
import unicodedata

from huizong.catalogue import Catalogue
from huizong.catalogue.texts import normalise

TRAILING_UNIT = re.compile(r"[(\[【〔](?:单位:?|计量单位:?)?([^()\[\]【】〔〕]+)[)\]】〕]$|(?:(?:计量)?单位(?=:))?[,:/;]([^,:/;()]+)$")
_LAST_BRACKET = re.compile(r"\s*[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]$")
_LETTERS = re.compile(r"[^\W\d_]{2}")  # a word stands before it: 7 户 is a number with its unit
_LONGEST_BARE = 6
_LISTED = re.compile(r"[、,;/]")


def without_unit(catalogue: Catalogue, text: str) -> tuple[str, str | None]:
    """The text without a unit at its end, and that unit."""
    name = normalise(text)
    found = TRAILING_UNIT.search(name)
    if found and found.start() and (unit := catalogue.unit(found[1] or found[2])):
        written = unicodedata.normalize("NFKC", text).strip()
        tail = _LAST_BRACKET.search(written)  # spaces stay, since they part a row number from a name: 7 税收收入（万元）
        return written[: tail.start()] if tail else name[: found.start()], unit.unit
    if found and found.start() and found[1] and (several := _units_listed(catalogue, found[1])):
        return name[: found.start()], several
    return _behind_blanks(catalogue, text)


def _behind_blanks(catalogue: Catalogue, text: str) -> tuple[str, str | None]:
    """The text without a unit that only blanks part from it, 新登记经营主体 户; a name of several words has none."""
    parts = text.split()
    if len(parts) != 2 or len(parts[1]) > _LONGEST_BARE or not _LETTERS.search(parts[0]):
        return text, None
    unit = catalogue.unit(parts[1])
    return (parts[0], unit.unit) if unit is not None else (text, None)


def _units_listed(catalogue: Catalogue, text: str) -> str | None:
    """The units of a head over rows of several: 本月（万元、亩、头）; None if anything else stands among them."""
    units = [catalogue.unit(part) for part in _LISTED.split(text)]
    return "、".join(unit.unit for unit in units if unit) if len(units) > 1 and all(units) else None
