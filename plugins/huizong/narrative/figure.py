"""A figure found in prose, and what else was read: dates and numerals that are no figures."""

# Records are made by the thousand and never changed; frozen ones would take as long to make as a figure takes to read.
from dataclasses import dataclass
from typing import Literal

Kind = Literal["number", "percent", "range", "ratio", "placeholder", "missing"]
Role = Literal["actual", "target", "threshold", "context"]
Qualifier = Literal["at_least", "more_than", "about", "at_most", "less_than"]
Section = Literal["plan", "report"]


@dataclass(slots=True, unsafe_hash=True)
class Evidence:
    """What stands around a figure and helps to bind it to an indicator.

    subject: noun phrase before the figure (this clause's, else the one it continues), object: the counted noun after it,
    verb: the nearest verb that takes a quantity, direction: 下降, 增长 … before the figure, comparison: 同比, 环比, 比上年 …,
    cue: the word that made the figure a target, a forecast or a threshold, head: the total that an 其中-list divides.
    """

    subject: str = ""
    object: str = ""
    verb: str = ""
    direction: str = ""
    comparison: str = ""
    cue: str = ""
    head: str = ""
    forecast: bool = False


NOTHING = Evidence()


@dataclass(slots=True, unsafe_hash=True)
class ProseFigure:
    """One figure, masked figure or lost figure; offsets are code points, `end` exclusive.

    `value` is a decimal string as written (a ratio: its terms joined by ":" or "/"), `base_value` the same in `base_unit`;
    both are None for placeholder and missing, whose `unit` says what the text still shows. `rules` names what decided the value (or the
    loss), the role and the qualifier.
    """

    start: int
    end: int
    surface: str
    kind: Kind
    value: str | None
    value_max: str | None
    unit: str | None
    base_value: str | None
    base_unit: str | None
    measure: str
    role: Role
    qualifier: Qualifier | None
    period: str | None
    fault: str | None = None
    suspect_unit: str | None = None
    distributive: bool = False
    unit_shared: bool = False
    note: str | None = None
    evidence: Evidence = NOTHING
    rules: tuple[str, str, str] = ("", "", "")

    def to_json(self) -> dict[str, object]:
        """The figure as one object of the JSONL of `huizong extract`; optional keys only where they say something."""
        required = ("start", "end", "surface", "kind", "value", "value_max", "unit", "base_value", "base_unit", "measure", "role")
        optional = ("fault", "suspect_unit", "distributive", "unit_shared", "note")
        shown: dict[str, object] = {name: getattr(self, name) for name in (*required, "qualifier", "period")}
        return shown | {name: value for name in optional if (value := getattr(self, name))}


@dataclass(slots=True, unsafe_hash=True)
class ProseDate:
    """A calendar expression; kind is absolute (with a year), partial (month, quarter, clock) or relative (今年)."""

    start: int
    end: int
    surface: str
    kind: Literal["absolute", "partial", "relative"]

    def to_json(self) -> dict[str, object]:
        """The date as the gold writes it."""
        return {"start": self.start, "end": self.end, "surface": self.surface, "kind": "date", "type": self.kind}


@dataclass(slots=True, unsafe_hash=True)
class NonFigure:
    """Numerals or masks that are no figure, with the reason: list_marker, ordinal, slogan, lexical, code, anon_name and others."""

    start: int
    end: int
    surface: str
    reason: str

    def to_json(self) -> dict[str, object]:
        """The stretch as the gold writes it."""
        return {"start": self.start, "end": self.end, "surface": self.surface, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read in one paragraph; `section` is what holds at its end, to be handed to the next paragraph."""

    figures: tuple[ProseFigure, ...]
    dates: tuple[ProseDate, ...]
    nonfigures: tuple[NonFigure, ...]
    section: Section | None
