"""The figures on the other side of a comparison in words: each with its place and value, so that the wrong one can be found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from huizong.catalogue import Catalogue, Period
from huizong.checking.language.basis_words import BASIS_WORDS
from huizong.model import Basis
from huizong.places import CellPlace, parse_place, place_text

SHOWN_AT_MOST = 6
_BEFORE = {"month": "上月", "quarter": "上季", "half": "上期", "year": "上年"}


def operands_text(
    operands: Sequence[Mapping[str, str] | None],
    place: str,
    expected: str | None,
    catalogue: Catalogue,
    period: str | None,
    unread: Mapping[str, str],
) -> str:
    """The figures in brackets, such as 「（固定资产投资 D6＝4890.2，工业投资 D7＝512）」; empty where they add nothing.

    Each has a value, a place where it is in the file, and of organisation, indicator, basis and `at` (previous, year_before)
    what tells it from the others. `place` is the fault's own: its sheet is not named again. Of many the first are shown.
    `unread` is what stands, by place, where no number was taken: it is quoted, since such a place is not empty.
    """
    told = [operand for operand in operands if operand and (operand.get("place") or operand.get("value") != expected)]
    if not told:
        return ""
    alone = len(told) == 1 and told[0].get("value") == expected
    shown = [_operand(operand, place, catalogue, period, "" if alone else _value(operand, unread)) for operand in told[:SHOWN_AT_MOST]]
    more = f"等{len(told)}项" if len(told) > SHOWN_AT_MOST else ""
    return f"（{'，'.join(shown)}{more}）"


def own_text(own: Mapping[str, str] | None, place: str, operands: Sequence[Mapping[str, str] | None], catalogue: Catalogue) -> str:
    """Which figure a number is of, where a fault stands at several places, such as 「固定资产投资 D6 」; empty for one place alone."""
    if not own:
        return ""
    same = {operand.get("indicator", own["indicator"]) for operand in operands if operand} == {own["indicator"]}
    name = "" if same else f"{catalogue.indicator(own['indicator']).name} "
    return f"{name}{_where(own['place'], place)} "


def _value(operand: Mapping[str, str], unread: Mapping[str, str]) -> str:
    """The figure's number; without one what stands there instead."""
    instead = unread.get(operand.get("place") or "")
    return operand.get("value") or (f"“{instead}”，没有采用" if instead else "空")


def _operand(operand: Mapping[str, str], place: str, catalogue: Catalogue, period: str | None, value: str) -> str:
    words = [_named(operand, catalogue, period), _where(operand.get("place") or "", place)]
    text = " ".join(word for word in words if word)
    return f"{text}＝{value}" if value else text


def _named(operand: Mapping[str, str], catalogue: Catalogue, period: str | None) -> str:
    """What tells the figure from the others: 上月累计, 工业投资, 枫渡镇 粮食产量."""
    frequency = Period.parse(period).frequency if period else "month"
    words = []
    if code := operand.get("organisation"):
        words.append(catalogue.organisation(code).name)
    if code := operand.get("indicator"):
        words.append(catalogue.indicator(code).name)
    basis = BASIS_WORDS[Basis(operand["basis"])] if operand.get("basis") else ""
    match operand.get("at"):
        case "previous":
            words.append(_BEFORE[frequency] + {"本年累计": "累计", "本期": "数"}.get(basis, basis))
        case "year_before":
            words.append("去年同期报的" + {"本年累计": "累计", "本期": "数"}.get(basis, basis))
        case _ if basis:
            words.append({"month": "本月", "quarter": "本季"}.get(frequency, basis) if basis == "本期" else basis)
    return " ".join(words)


def _where(place: str, beside: str) -> str:
    """The place in words, without the sheet where the fault itself stands on it."""
    found, own = parse_place(place), parse_place(beside.partition(",")[0])
    if isinstance(found, CellPlace) and isinstance(own, CellPlace) and found.sheet == own.sheet:
        return found.reference
    return place_text(place, prose=False)
