"""What the printed words of a form tell by their shape: kinds of organisations, stocks and ratios, the county, how often."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from huizong.catalogue import Catalogue
from huizong.catalogue.entries import OrganisationKind
from huizong.catalogue.form_entries import Frequency
from huizong.catalogue.texts import indicator_name, normalise
from huizong.model import Basis

_ENDINGS: tuple[tuple[OrganisationKind, str], ...] = (
    ("town", "镇|乡|街道|办事处"),
    ("village", "村|社区|居委会"),
    ("park", "园区|开发区|园"),
    ("bureau", "局|委|委员会|办|中心|公司|队"),
)
_LISTED = ("town", "village", "park")  # of these a table has rows; a name that ends like a bureau may as well be an indicator's
_OVER_ORGANISATIONS = re.compile(
    r"(?:乡镇?|镇乡?|街道|乡镇街道|镇街|地区|区域|园区|(?:填报|报送)?单位|(?:行政)?村(?:居|社区)?|社区)(?:\(街道\))?(?:名称|名|别)?"
)
_LONGEST_ORGANISATION = 12
_STOCK = re.compile(r"[年期月季]末|存栏|余额|结存|在册|在园|在校|在岗|保有|实有|现有|人口数?$|户籍|库存")
_RATIO = re.compile(r"(?:率|比重|占比|比例)$")
_RATIO_UNITS = ("%", "‰", "个百分点")
_BRACKET = re.compile(r"[(\[]([^()\[\]]{1,5})[)\]]$")
_NO_UNIT = re.compile(r"[不含其扣]|\d")  # （不含农户） changes what is counted and measures nothing
_COUNTY = re.compile(r"^((?!.?[全各本乡])[\u4e00-\u9fff]{1,8}?[县市区旗])(?!区|镇|直|级|域)")
_FREQUENCIES: tuple[tuple[Frequency, str], ...] = (("half", "半年"), ("month", "月"), ("quarter", "季"), ("year", "年"))
_BLANKS = re.compile(r"[_＿\s]*(?:20\d\d|[_＿\s]+)?\s*年.*?(?:月|季度?|半年)份?|[（(]\s*[)）]")
_IN_FRONT = (Basis.CURRENT, Basis.CUMULATIVE)
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class MeasuredName:
    """A name that is measured, without its unit and its basis; both may not be said. `bracket`: the unit is none that is known."""

    name: str
    unit: str = ""
    basis: Basis | None = None
    bracket: bool = False


def kind_of_organisation(name: str) -> OrganisationKind | None:
    """What kind of organisation a name ends like; None if like none."""
    text = normalise(name)
    return next((kind for kind, ending in _ENDINGS if re.search(f"(?:{ending})$", text)), None)


def is_listed(name: str) -> bool:
    """Whether a row or column of that name is an organisation's."""
    return len(normalise(name)) <= _LONGEST_ORGANISATION and kind_of_organisation(name) in _LISTED


def heads_organisations(text: str) -> bool:
    """Whether a header stands over organisations: 乡镇, 镇（街道）, 单位名称."""
    return _OVER_ORGANISATIONS.fullmatch(normalise(text)) is not None


def county_in(texts: Iterable[str]) -> tuple[str, str] | None:
    """The county that a title begins with, and that title; None if none names one."""
    for text in texts:
        found = _COUNTY.match(normalise(text))
        if found is not None:
            return found[1], text
    return None


def frequency_in(texts: Iterable[str]) -> tuple[Frequency, str] | None:
    """How often a form is filled in by its titles and the blanks beside them, and the text that says so; None if none does."""
    for text in texts:
        name = next((name for name, word in _FREQUENCIES if word in text), None)
        if name is not None:
            return name, text
    return None


def title_in(texts: Iterable[str]) -> str:
    """The first title that says more than a time, without the blanks for one; empty if none does."""
    return next((title for text in texts if len(title := _BLANKS.sub("", text).strip(" 　_＿")) >= SHORTEST * 2), "")


def kind_of_indicator(name: str, unit: str, *, at_end: bool) -> str:
    """Whether a name sounds like a flow, a stock or a ratio: a guess for a person. `at_end`: its header said 期末."""
    if unit in _RATIO_UNITS or _RATIO.search(name):
        return "ratio"
    return "stock" if at_end or _STOCK.search(name) else "flow"


def measured(text: str, catalogue: Catalogue) -> MeasuredName:
    """A header or row that names what is measured, taken apart: 累计完成投资（万元） is 投资 in 万元, cumulative."""
    units = {unit.unit for unit in catalogue.units}
    plain = normalise(text)
    bracket = _BRACKET.search(plain)
    unit, invented = "", False
    if bracket is not None and bracket.start():
        inner = bracket[1].removeprefix("单位:").removeprefix("计量单位:")
        known = catalogue.unit(inner)
        if known is not None:
            unit = known.unit
        elif not _NO_UNIT.search(inner):
            unit, invented = inner, True
        plain = plain[: bracket.start()] if unit else plain
    name = indicator_name(plain, units)
    for end in range(len(name) - SHORTEST, SHORTEST - 1, -1):
        match = catalogue.basis_of_header(name[:end])
        if match is not None and match.basis in _IN_FRONT:
            return MeasuredName(name[end:], unit, match.basis, invented)
    return MeasuredName(name, unit, None, invented)
