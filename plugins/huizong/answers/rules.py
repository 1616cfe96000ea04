"""How each rule fares: how often it finds something, on whom, how often that is explained away, how often the rule was wrong."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg2.extensions import connection as Connection

from huizong.answers.asking import ask

# From so many faults on a share means something; beyond these shares the rule is worth a look.
ENOUGH = 5
EXPLAINED_AWAY, WRONG = 0.5, 0.2


@dataclass(frozen=True, slots=True)
class RuleCount:
    """One rule over all reporters. `example` is the text of its latest fault."""

    rule: str
    severity: str
    times: int
    reporters: int
    open: int
    explained: int
    waived: int
    void: int
    example: str

    @property
    def doubt(self) -> str:
        """Why the rule may be a bad one, in words; empty where nothing says so."""
        if self.times < ENOUGH:
            return ""
        if self.void / self.times >= WRONG:
            return "常因规则有误而撤销"
        if (self.explained + self.waived) / self.times >= EXPLAINED_AWAY:
            return "多数经说明或批准放行"
        return ""


@dataclass(frozen=True, slots=True)
class ReporterCount:
    """One rule and reporter, with the latest report that it found something in."""

    reporter: str | None
    reporter_name: str | None
    times: int
    open: int
    explained: int
    waived: int
    void: int
    form: str | None
    period: str | None
    example: str


def rules(connection: Connection, form: str | None, months: int, *, infos: bool) -> list[RuleCount]:
    """Every rule that found something in what came in the last months, most often first; remarks too with `infos`."""
    return ask(connection, "board_rules", RuleCount, form=form, months=months, infos=infos)


def rule(connection: Connection, name: str, months: int) -> list[ReporterCount]:
    """On whom the rule found something."""
    return ask(connection, "board_rule", ReporterCount, rule=name, months=months)
