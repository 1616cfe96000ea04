"""Message and remedy of an issue, from the one source of texts: its issue type, filled from the place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter

from huizong.catalogue import Catalogue, Period
from huizong.catalogue.entries import IssueType
from huizong.model import Severity
from huizong.places import place_text

NOT_GIVEN = "—"
NOTHING_TO_DO = "不用处理"
_PERIOD_CODE = re.compile(r"(?<![\d.-])20\d{2}-(?:0[1-9]|1[0-2]|Q[1-4]|H[12])(?![\d.-])")


_SUPPOSED = re.compile(r"[；，]是(?:不是|否为)“\{(?P<field>\w+)\}”")
_BETWEEN_NUMBERS = re.compile(r"(?<=[\d%％])[ \t]*\n\s*(?=[-+\d])")


class _Filler(Formatter):
    """Fills {fields}; one that is not given shows a dash, so that a text never fails at run time and shows no code."""

    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, str]) -> str:
        return kwargs.get(str(key), NOT_GIVEN)


_FILLER = _Filler()


def fill(template: str, fields: Mapping[str, str]) -> str:
    """The template with its fields filled in, each on one line; what it only supposes is left out where there is nothing to suppose."""
    kept = _SUPPOSED.sub(lambda found: found.group() if fields.get(found["field"]) else "", template)
    return _FILLER.vformat(kept, (), {name: _on_one_line(text) for name, text in fields.items()})


def _on_one_line(text: str) -> str:
    return " ".join(_BETWEEN_NUMBERS.sub("（换行）", text).split("\n")) if "\n" in text else text


def fields_of(template: str) -> tuple[str, ...]:
    """The fields that a template names, each once."""
    return tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(template) if name is not None))


def names(catalogue: Catalogue, organisation: str | None, indicator: str | None) -> dict[str, str]:
    """The names that texts show for codes."""
    found = {}
    if organisation is not None:
        found["organisation"] = catalogue.organisation(organisation).name
    if indicator is not None:
        found["indicator"] = catalogue.indicator(indicator).name
    return found


def remedy_of(kind: IssueType, severity: Severity) -> str:
    """The template of what to do about a fault of the kind, judged as grave as that.

    What is judged milder than its kind has a remedy of its own: a mere remark never asks for a correction.
    """
    ranks = list(Severity)
    if ranks.index(severity) <= ranks.index(kind.severity):
        return kind.remedy
    return kind.milder or (NOTHING_TO_DO if severity is Severity.INFO else kind.remedy)


def in_words(kind: IssueType, fields: Mapping[str, str]) -> dict[str, str]:
    """The fields as a clerk reads them: periods of faults about periods or their sums, places of a text and a table compared."""
    if kind.code == "prose-differs-from-table":
        return {**fields, "place": _where(fields["place"], prose=True), "detail": _where(fields["detail"], prose=False)}
    if not kind.code.startswith(("period-", "cumulative-")):
        return dict(fields)
    return {name: _PERIOD_CODE.sub(lambda code: Period.parse(code[0]).words, text) for name, text in fields.items()}


def _where(text: str, *, prose: bool) -> str:
    """A place in words, after the name of another file where there is one."""
    file, mark, place = text.rpartition("》")
    return f"{file}{mark}{place_text(place, prose=prose)}"
