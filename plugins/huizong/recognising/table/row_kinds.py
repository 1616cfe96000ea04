"""What kind of row a row is, told from its own cells alone."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import Enum
from itertools import pairwise

from huizong.catalogue.texts import normalise
from huizong.model import Cell, Status
from huizong.recognising.value.cell_values import looks_numeric
from huizong.recognising.vocabulary import form_words as words
from huizong.recognising.vocabulary import margin_words as margins
from huizong.recognising.vocabulary.header_words import FormLexicon
from huizong.recognising.vocabulary.when import days_in, whole_span
from huizong.word_lists import word_lists

_LISTS = word_lists("recognising", "row_kinds")
_NUMBERING = _LISTS.pattern("numbering")
_YEAR_AND_MONTH = re.compile(r"20\d\d(?:\.(?:0?[1-9]|1[0-2])|0[1-9]|1[0-2])")
_PERIOD_IN_PARTS = re.compile(r"20\d\d年(?:(?:第?[一二三四1-4]季度|(?:1[-—]\d{1,2}|\d{1,2})月(?:份|底|止)?)|[上下]半年)?")
_YEAR_BEGINS, _DAY_BEGINS, _SENT = re.compile(r"20\d\d(?:年|$)"), re.compile(r"\d{1,2}[日号]"), _LISTS.pattern("sent")
_TIME_LABEL = _LISTS.pattern("time_label")
_LABELLED = re.compile(r"[^:]{2,12}:[^:].*")
_HEADER_BESIDE = 3
_MOST_PARTS = 20  # cells of a row among which a period may stand in parts
_TITLE_WORDS = _LISTS.pattern("title_words")


class RowKind(Enum):
    """Kinds of rows; TEXTS has several texts, SINGLE one."""

    VALUES = "values"
    TEXTS = "texts"
    SINGLE = "single"
    META = "meta"
    NOTE = "note"
    NUMBERING = "numbering"


def own_texts(cells: tuple[Cell, ...]) -> list[str]:
    """The texts of a row that are neither declaration nor corner, signature, date or form number."""
    texts = [cell.text.strip() for cell in cells if not _is_meta(cell)]
    return [text if margins.corner_unit(text) is None else margins.without_corner(text) for text in texts]


def _is_meta(cell: Cell) -> bool:
    if cell.kind == "date":
        return True
    if cell.kind != "text":
        return False
    text = cell.text
    name = normalise(text)
    if margins.declared_name(text) is not None or margins.is_signature(text) or margins.is_table_number(text):
        return True
    corner = margins.corner_unit(text)
    if corner is not None and len(name) <= len(corner) + 10:
        beside = margins.without_corner(text)
        return not beside or whole_span(beside) is not None or margins.is_table_number(beside) or bool(days_in(beside))
    return bool(days_in(text)) and len(name) <= 16


def kind_of(cells: tuple[Cell, ...], lexicon: FormLexicon) -> RowKind:
    """The kind of a row with at least one cell."""
    texts = [cell for cell in cells if cell.kind == "text"]
    if texts and margins.is_signature(texts[0].text):
        return RowKind.META
    if len(cells) >= 2 and _is_numbering(cells):
        return RowKind.NUMBERING
    if texts and margins.is_note(texts[0].text) and not any(looks_numeric(cell, lexicon.catalogue) for cell in cells[1:]):
        return RowKind.NOTE
    others = [cell for cell in cells if not _is_meta(cell)]
    numbers = [cell for cell in cells if _is_value(cell, cells, lexicon)]
    if _are_periods(cells, lexicon):
        return RowKind.TEXTS
    if _is_period_alone(cells, others, numbers) or _is_period_in_parts(cells, others) or _is_unit(others, lexicon):
        return RowKind.META
    if _is_name_with_time(others, lexicon) or _are_declared_with_times(cells, others):
        return RowKind.META
    if _asks(cells, has_numbers=bool(numbers), lexicon=lexicon):
        return RowKind.META
    if numbers and not _are_years(cells, lexicon):
        return RowKind.VALUES
    if not others:
        return RowKind.META
    if len(others) == 1 or _is_title_with_time(others, lexicon):
        return RowKind.SINGLE
    return RowKind.TEXTS


def _is_period_alone(cells: tuple[Cell, ...], others: list[Cell], numbers: list[Cell]) -> bool:
    """Whether the row's only number is the period: 2026.6 or 202606 beside 填报单位, or written as text with nothing beside it."""
    if len(numbers) != 1 or others != numbers or not is_year_and_month(numbers[0]):
        return False
    return len(cells) > 1 or numbers[0].kind == "text"


def _is_period_in_parts(cells: tuple[Cell, ...], others: list[Cell]) -> bool:
    """Whether the period stands over several cells: beside a declaration, 填报单位：石桥镇 | 2026年 | 6月, or alone, 2026 | 年 | 6 | 月.

    Alone, or behind 报告期, its words 年 and 月 have cells of their own: 2026年 | 6月 may be heads.
    """
    parts = [normalise(cell.text) for cell in others]
    if len(others) < 2 or (len(others) == len(cells) and not {"年", "月"} <= set(parts)):
        return False
    labelled = others[1:] if others[0].kind == "text" and _TIME_LABEL.fullmatch(normalise(others[0].text)) else others
    return _PERIOD_IN_PARTS.fullmatch("".join(normalise(cell.text) for cell in labelled)) is not None


def _is_name_with_time(others: list[Cell], lexicon: FormLexicon) -> bool:
    """Whether the row says whose the report is and of which month, and nothing else: 石桥镇 | 2026年6月, 信用代码：3303 | 2026年6月."""
    if len(others) != 2 or any(cell.kind != "text" for cell in others):
        return False
    if lexicon.organisation(others[0].text) is None and _LABELLED.fullmatch(normalise(others[0].text)) is None:
        return False
    span = whole_span(others[1].text)
    return span is not None and span.year is not None and span.last_month is not None


def _are_declared_with_times(cells: tuple[Cell, ...], others: list[Cell]) -> bool:
    """Whether the row says over tables side by side whose each is, and of when: 填报单位：石桥镇 | 2026年6月, twice."""
    if len(others) < 2 or any(cell.kind != "text" for cell in others):
        return False
    declaring = sum(cell.kind == "text" and margins.declared_name(cell.text) is not None for cell in cells)
    spans = [whole_span(cell.text) for cell in others] if len(others) <= declaring else []
    return bool(spans) and all(span is not None and span.year is not None and span.last_month is not None for span in spans)


def period_in_cells(cells: tuple[Cell, ...]) -> str:
    """The year and month that stand over several cells of a row, 2026 | 年 | 6 | 月, as one text; empty if none do.

    A day is no period, 2026 | 年 | 7 | 月 | 3 | 日, and neither is what stands behind 填报时间.
    """
    parts = [normalise(cell.text) for cell in cells] if len(cells) <= _MOST_PARTS else []
    for first, start in enumerate(parts):
        if not _YEAR_BEGINS.match(start) or (first and _SENT.search(parts[first - 1])):
            continue
        for last in range(len(parts), first + 1, -1):
            text = "".join(parts[first:last])
            if _PERIOD_IN_PARTS.fullmatch(text) and not text.endswith("年") and not _DAY_BEGINS.match("".join(parts[last:])):
                return text
    return ""


def _is_unit(others: list[Cell], lexicon: FormLexicon) -> bool:
    """Whether a row says in which unit the table is, and nothing else: （亿元）, or 单位 with 亿元 in the cell beside."""
    if not 0 < len(others) < 3 or any(cell.kind != "text" for cell in others):
        return False
    named = len(others) == 1 or words.is_unit_header(others[0].text.rstrip(":： "))
    return named and bool(lexicon.catalogue.units_in(others[-1].text))


def _are_periods(cells: tuple[Cell, ...], lexicon: FormLexicon) -> bool:
    """Whether the row is a header whose columns are months: 指标 | 201805 | 201806, or dates shown as Jun-18."""
    months = [cell for cell in cells if is_year_and_month(cell) or month_of_date(cell) is not None]
    others = [cell for cell in cells if cell not in months]
    if not months or not any(words.is_label_header(cell.text) for cell in others):
        return False
    return all(cell.kind == "text" and _heads(cell.text, lexicon) for cell in others)


def _heads(text: str, lexicon: FormLexicon) -> bool:
    """Whether a text beside the name of a label column is a header too."""
    named = (words.is_label_header, words.is_unit_header, words.is_serial_header, words.is_code_header, words.is_remark_header)
    if any(says(text) for says in named) or words.is_variant_header(text):
        return True
    meaning = lexicon.meaning(text)
    return bool(meaning.bases or meaning.span or meaning.neutral)


def month_of_date(cell: Cell) -> str | None:
    """The month that a date cell names, 2018年6月: its format shows no day, or it is the first day of the month; None for others."""
    if cell.kind != "date" or not isinstance(cell.value, date):
        return None
    shows_day = "d" in re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", cell.number_format or "").lower()
    return f"{cell.value.year}年{cell.value.month}月" if not shows_day or cell.value.day == 1 else None


def is_year_and_month(cell: Cell) -> bool:
    """Whether the number may be a year and a month: 2026.6, 202606."""
    return _YEAR_AND_MONTH.fullmatch(normalise(cell.text)) is not None


def may_be_october(cell: Cell) -> bool:
    """A number 2026.1 in a cell says January or October: a spreadsheet drops the zero of 2026.10."""
    return cell.kind == "number" and re.fullmatch(r"20\d\d\.1", cell.text.strip()) is not None


def _asks(cells: tuple[Cell, ...], *, has_numbers: bool, lexicon: FormLexicon) -> bool:
    """Whether the row asks and answers, cell by cell: 填报单位： | 石桥镇 | 报告期： | 2026年6月."""
    keys = [cell for cell in cells if cell.kind == "text" and normalise(cell.text).endswith(":")]
    if len(cells) > 2 and cells[0].kind == "text" and words.is_label_header(cells[0].text) and _heads_all(cells[1:], lexicon):
        return False  # 指标名称 | 本月： | 累计：
    if len(keys) > 1 or (keys and not has_numbers):
        return True
    asked = [cell for pair in pairwise(cells) if _is_asked(*pair, lexicon) for cell in pair]
    # Right of the header of a table a panel may ask and answer: the row is the header's all the same.
    return bool(asked) and sum(1 for cell in cells if cell not in asked and not _is_meta(cell)) < _HEADER_BESIDE


def _heads_all(cells: tuple[Cell, ...], lexicon: FormLexicon) -> bool:
    return all(cell.kind == "text" and _heads(normalise(cell.text).rstrip(":"), lexicon) for cell in cells)


def _is_asked(key: Cell, answer: Cell, lexicon: FormLexicon) -> bool:
    if key.kind != "text":
        return False
    if margins.is_declaring(key.text):
        return lexicon.organisation(answer.text) is not None
    if normalise(key.text).endswith(":") and not margins.is_signature(key.text) and is_year_and_month(answer):
        return True  # 时间： | 2026.06
    return margins.asks_for_period(key.text) and whole_span(answer.text) is not None


def _is_value(cell: Cell, row: tuple[Cell, ...], lexicon: FormLexicon) -> bool:
    """Whether the cell holds a value, or stands for one beside a label."""
    if cell.kind == "date":
        return len(row) > 2 and any(looks_numeric(other, lexicon.catalogue) for other in row if other is not cell and other.kind != "date")
    if looks_numeric(cell, lexicon.catalogue):
        return True
    if cell is row[0] or cell.kind != "text":
        return False
    status = lexicon.catalogue.placeholder_status(cell.text)
    return status in (Status.BLANK, Status.PLACEHOLDER, Status.NOT_APPLICABLE) and bool(cell.text.strip())


def _are_years(cells: tuple[Cell, ...], lexicon: FormLexicon) -> bool:
    """Whether all numbers of the row are years over columns, beside the header of a label column."""
    told = [(cell, looks_numeric(cell, lexicon.catalogue)) for cell in cells]
    numbers, texts = [cell for cell, is_number in told if is_number], [cell for cell, is_number in told if not is_number]
    if not all(isinstance(cell.value, Decimal) and cell.value in range(1990, 2101) for cell in numbers):
        return False
    if all(words.is_label_header(cell.text) or words.is_unit_header(cell.text) or _is_meta(cell) for cell in texts):
        return True
    return any(words.is_label_header(cell.text) for cell in texts) and all(_heads(cell.text, lexicon) for cell in texts)


def _is_numbering(cells: tuple[Cell, ...]) -> bool:
    """甲 乙 1 2 3: the columns are numbered."""
    names = [normalise(cell.text) for cell in cells]
    if not all(_NUMBERING.fullmatch(name) for name in names):
        return False
    numbers = [int(re.sub(r"\D.*", "", name.strip("()"))) for name in names if re.match(r"\(?\d", name)]
    return (
        bool(numbers)
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        and numbers[0] <= 3
        and (len(numbers) < len(names) or (len(numbers) >= 3 and numbers[0] == 1))
    )


def _is_title_with_time(cells: list[Cell], lexicon: FormLexicon) -> bool:
    """A title and beside it only the time or the unit: 各乡镇税收收入表 | 2024年6月."""
    titles = [
        cell
        for cell in cells
        if lexicon.catalogue.form_titled(cell.text) or (len(normalise(cell.text)) >= 8 and _TITLE_WORDS.search(normalise(cell.text)))
    ]
    rest = [cell for cell in cells if cell not in titles]
    return len(titles) == 1 and all(whole_span(cell.text) is not None for cell in rest)
