"""The words in the heads and rows of report forms that mean no indicator: label headers, totals, groups, codes."""

from __future__ import annotations

import re
from functools import lru_cache

from huizong.catalogue.texts import normalise
from huizong.model import Basis
from huizong.word_lists import word_lists

_LISTS = word_lists("recognising", "form_words")
_LABEL_HEADERS = _LISTS.pattern("label_header")
_PART_HEADERS = _LISTS.pattern("part_header")
_UNIT_HEADERS = _LISTS.pattern("unit_header")
_DITTO = frozenset(_LISTS.words("ditto"))
_SERIAL_HEADERS = _LISTS.pattern("serial_header", re.IGNORECASE)
_PERIOD_HEADERS = _LISTS.pattern("period_header")
_CODE_HEADERS = _LISTS.pattern("code_header")
_REMARK_HEADERS = _LISTS.pattern("remark_header")
_VARIANT_HEADERS = _LISTS.pattern("variant_header")
_VARIANT_ROWS = _LISTS.pattern("variant_row")
# The plainest heads, in this order; the county's own list goes before them.
_SPELLINGS = {
    Basis.GROWTH_RATE: _LISTS.pattern("growth_rate"),
    Basis.CUMULATIVE: _LISTS.pattern("cumulative"),
    Basis.CURRENT: _LISTS.pattern("current"),
    Basis.CURRENT_PRIOR_YEAR: _LISTS.pattern("month_of_last_year"),
    Basis.PRIOR_YEAR: _LISTS.pattern("prior_year"),
    Basis.PLAN_COMPLETION: _LISTS.pattern("plan_completion"),
}
_ADDITION = _LISTS.pattern("addition")
_OTHER_PERIOD = _LISTS.pattern("other_period")
_SAME_OF_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)?\d{2})年(?:度)?(?:的)?同期")
_YEAR_BEFORE = _LISTS.pattern("year_before")
_OWN_LENGTH = {"month": _LISTS.pattern("of_month"), "quarter": _LISTS.pattern("of_quarter"), "half": _LISTS.pattern("of_half")}
# From January on, or of the quarter's months alone: only its writer knows.
_UNCLEAR_TOTAL = re.compile(
    r"累计第?[二三四2-4]季度?.*|(?<![-至到前\d一二三四])(?:第?[二三四2-4]季度?|(?:[2-9]|1[0-2])月?[-至到]\d{1,2}月(?:份)?)累计.*"
)
_VALUE_OF_TIME = re.compile(rf"(?<=[月份季年])(?:{_LISTS.any_of('value_of_time')})$")
_OF_VALUES = _LISTS.pattern("of_values")
_NEUTRAL = _LISTS.pattern("neutral")
_EXPECTATION = _LISTS.pattern("expectation")
_COMPARISON = _LISTS.pattern("comparison")
_AT_ITS_END = _LISTS.pattern("at_its_end")
_NARROWING = _LISTS.pattern("narrowing")
_COUNTED_TIMES = _LISTS.table("counted_time")
_HINT = _LISTS.pattern("hint")
_TOTAL = _LISTS.pattern("total", re.IGNORECASE)
_SUBTOTAL = _LISTS.pattern("subtotal")
_ENDS_TOTAL = _LISTS.pattern("ends_total")
_KIND = _LISTS.pattern("kind")
_THIS_YEAR = _LISTS.pattern("this_year")
_OWN_LEVEL = _LISTS.pattern("own_level")
_HEADING = _LISTS.pattern("heading")
_GROUP = _LISTS.pattern("group")
_GROUPS = (
    (_LISTS.pattern("finance"), _LISTS.pattern("finance_names")),
    (_LISTS.pattern("farming"), _LISTS.pattern("farming_names")),
    (_LISTS.pattern("trade"), _LISTS.pattern("trade_names")),
    (_LISTS.pattern("businesses"), _LISTS.pattern("businesses_names")),
    (_LISTS.pattern("people"), _LISTS.pattern("people_names")),
)


def is_label_header(text: str) -> bool:
    """Whether the header stands over names: 指标名称, 乡镇, 项目."""
    return _LABEL_HEADERS.fullmatch(normalise(text).lower()) is not None


def names_parts(text: str) -> bool:
    """Whether the header stands over names of what lies in a town: villages, projects, enterprises."""
    return _PART_HEADERS.fullmatch(normalise(text)) is not None


def is_unit_header(text: str) -> bool:
    """Whether the header may stand over units of measure."""
    return _UNIT_HEADERS.fullmatch(normalise(text).lower()) is not None


def is_ditto(text: str) -> bool:
    """Whether the text stands for the one above it: 同上, 〃."""
    return text.strip() in _DITTO


def is_serial_header(text: str) -> bool:
    """Whether the header stands over numbers of rows or ranks."""
    return _SERIAL_HEADERS.fullmatch(normalise(text)) is not None


def is_code_header(text: str) -> bool:
    """Whether the header stands over codes, whose digits are no quantity."""
    return _CODE_HEADERS.fullmatch(normalise(text)) is not None


def is_period_header(text: str) -> bool:
    """Whether the header stands over the period of each row: 报告期, 所属期, 年月."""
    return _PERIOD_HEADERS.fullmatch(normalise(text)) is not None


def is_remark_header(text: str) -> bool:
    """Whether the header stands over words about the row."""
    return _REMARK_HEADERS.fullmatch(normalise(text).lower()) is not None


def is_variant_header(text: str) -> bool:
    """Whether the header names a comparison other than 同比, which is a variant and never growth_rate (PRACTICE, Checks)."""
    return _VARIANT_HEADERS.fullmatch(normalise(text)) is not None


def is_variant_row(text: str) -> bool:
    """Whether a row is such a comparison by its name; 工业增加值 and 服务业比重 are names of indicators, known or not."""
    return _VARIANT_ROWS.fullmatch(normalise(text)) is not None


@lru_cache(maxsize=1 << 14)
def basis_said(text: str) -> Basis | None:
    """The basis that a plain head says in whatever spelling: 比上年同期增减（±%）, 年初至今, 当月数, 同期累计; None for others."""
    name = normalise(text)
    return next((basis for basis, spelling in _SPELLINGS.items() if spelling.fullmatch(name)), None)


def is_addition(text: str) -> bool:
    """Whether the header stands over what came about in the month: 本月新增, which is no value of a stock."""
    return _ADDITION.fullmatch(normalise(text)) is not None


def is_other_period(text: str) -> bool:
    """Whether the header stands over values of a period that is neither the report's nor the same of last year: 上年末, 上季度."""
    return _OTHER_PERIOD.fullmatch(normalise(text)) is not None


def says_other_period(text: str) -> bool:
    """Whether a header that is set aside stands over values of another period: those above, and 2023年同期 in a report of 2026."""
    return is_other_period(text) or named_same_period(text) is not None


def named_same_period(text: str) -> tuple[int, str] | None:
    """The year in 2025年同期 or 比25年同期增长(%), and the header with 上年 in its place; None for other headers."""
    name = normalise(text)
    found = _SAME_OF_YEAR.search(name)
    if found is None:
        return None
    year = int(found["year"])
    return year if year > 99 else 2000 + year, f"{name[: found.start()]}上年同期{name[found.end() :]}"


def says_same_period(text: str) -> bool:
    """Whether the header says 同期 without a year: 同期累计."""
    return normalise(text).startswith("同期")


def says_whole_year_before(text: str) -> bool:
    """Whether the header says the year before as a whole: 上年度; 上年 alone is short for 上年同期 as well."""
    return _YEAR_BEFORE.fullmatch(normalise(text)) is not None


@lru_cache(maxsize=1 << 14)  # asked of every place of a table
def says_another_length(text: str, frequency: str) -> bool:
    """Whether the header's own words name values of another length than those of a report of that frequency: 本季 in a month's.

    What 二季度累计 counts from is said by nothing.
    """
    name = normalise(text)
    return _UNCLEAR_TOTAL.fullmatch(name) is not None or any(
        length != frequency and pattern.search(name) is not None for length, pattern in _OWN_LENGTH.items()
    )


def without_value_word(text: str) -> str:
    """The header without the word that only says that values stand there: 上年全年完成数 is 上年全年."""
    return _OF_VALUES.sub("", normalise(text))


def without_hint(text: str) -> str:
    """The normalised header without what it says in brackets of how to fill it in: 本月（必填） is 本月."""
    return _HINT.sub("", normalise(text))


def time_alone(text: str) -> str:
    """The header without a word for values behind its time: 6月数 and 1-6月完成数 are 6月 and 1-6月."""
    return _VALUE_OF_TIME.sub("", normalise(text))


def is_neutral(text: str) -> bool:
    """Whether the words say no more than that here is the value: 产量, 绝对数, 完成."""
    return _NEUTRAL.fullmatch(normalise(text).lower()) is not None


def narrows(text: str, name: str) -> bool:
    """Whether words over an indicator, or left of it, make it a part of itself: 其中：新开工, 农村, 国有企业; not what its name has."""
    found = _NARROWING.fullmatch(normalise(text))
    return found is not None and (found["part"] or found["of"]) not in normalise(name)


def says_at_its_end(text: str) -> bool:
    """Whether the header says that values are those at the end of the report's period: 月末, 期末数."""
    return _AT_ITS_END.fullmatch(normalise(text)) is not None


def says_expectation(text: str) -> bool:
    """Whether a header is over values that are only expected: 预计本月, 全年预测数."""
    return _EXPECTATION.search(normalise(text)) is not None


def is_comparison(text: str) -> bool:
    """Whether the words over several columns only say that these are compared: 与上年比较, 增速."""
    return _COMPARISON.fullmatch(normalise(text)) is not None


def counted_time(header: str) -> str:
    """What a bare number under the header counts: 月 under 月份, 季度 under 季度; empty for other headers."""
    return _COUNTED_TIMES.get(normalise(header), "")


def is_total(text: str) -> bool:
    """Whether the label names a total: 合计, 总 计, 小计, 全县."""
    return _TOTAL.fullmatch(normalise(text)) is not None


def is_subtotal(text: str) -> bool:
    """Whether a total covers only some of the rows."""
    return _SUBTOTAL.fullmatch(normalise(text)) is not None


def total_of(text: str) -> str | None:
    """The name in 青石镇合计; None if the label does not end in a word for total."""
    found = _ENDS_TOTAL.fullmatch(normalise(text))
    return found["name"] if found else None


def is_kind(text: str) -> bool:
    """Whether the label names a kind of organisation and none of them: 一、乡镇, 各园区."""
    return _KIND.fullmatch(normalise(text)) is not None


def says_this_year(text: str) -> bool:
    """Whether the header only says that the values are this year's, not of which months: 本年, 本期数."""
    return _THIS_YEAR.fullmatch(normalise(text)) is not None


def says_own_level(text: str) -> bool:
    """Whether the label means what a county or town has by itself, beside its parts: 县本级, 本级."""
    return _OWN_LEVEL.fullmatch(normalise(text)) is not None


def is_heading(text: str) -> bool:
    """Whether the text is a numbered heading: 二、收入, （三）单位数."""
    return _HEADING.match(normalise(text)) is not None


def groups(text: str, name: str) -> bool:
    """Whether the words over an indicator only say among which others it stands: 工业 over 规模以上工业总产值, 一、财税 over 税收收入."""
    found = _GROUP.fullmatch(normalise(text))
    if found is None:
        return False
    word = found["name"]
    return word in normalise(name) or any(of.fullmatch(word) and inside.search(name) for of, inside in _GROUPS)
