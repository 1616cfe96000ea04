"""The best page of a period that today allows, for those who cannot wait: marked as no final one, with its gaps (PRACTICE).

What it shows is computed in a transaction that is rolled back: warehouse, journal and what was published stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue, Period
from huizong.publishing.disclosure import released
from huizong.publishing.files.whole import write_file
from huizong.publishing.gate import NotConservedError, examine
from huizong.publishing.rollup_row import RollupRow, read_rows
from huizong.publishing.scope import scope_of
from huizong.publishing.workbook.coverage import Coverage, coverage_of, names, sentence
from huizong.publishing.workbook.edition import PeriodEvidence, edition_of, read_evidence
from huizong.publishing.workbook.lacking import gaps
from huizong.publishing.workbook.page import Page, PageLine
from huizong.publishing.workbook.period_workbook import to_workbook
from huizong.publishing.working_out import carry, compute
from huizong.settings import COUNTY_TIME, Settings
from huizong.warehouse.locks import held, publish_key
from huizong.warehouse.queries import query

FOLDER = "_未定稿"
LETTERS = 200  # that a message may have
_SENTENCE = 90  # letters of it for the coverage, before names are left out
_END = "以定稿为准。"
_LEAPS = "部分数据变动较大，待核实。"


@dataclass(frozen=True, slots=True)
class AsIs:
    """What was written where, the message to paste, and why a publication of the same would wait for a person."""

    path: Path
    message: str
    leaps: tuple[str, ...] = ()


class NothingToShowError(ValueError):
    """Nobody has said anything of the period, or nothing that may be shown."""


def publish_as_is(connection: Connection, settings: Settings, catalogue: Catalogue, period: str, at: datetime | None = None) -> AsIs:
    """Write the page as today's figures give it to `published/_未定稿/`; nothing else changes.

    A period that is final or put back shows what stands. Raises ValueError for what is no period, NothingToShowError, NotConservedError
    for sums that are not what they count, OSError if the file can't be written.
    """
    when, now = Period.parse(period), at or datetime.now(UTC)
    with _todays(connection, settings, catalogue, period, now) as (rows, evidence, leaps):
        mine = released(rows)
        if not mine:
            raise NothingToShowError(f"there is nothing to show of {period}: nobody has reported anything of it yet")
        edition = edition_of(catalogue, period, mine, evidence, now)
        if leaps:
            edition = replace(edition, page=replace(edition.page, notes=(*edition.page.notes, _LEAPS)))
        coverage = coverage_of(catalogue, when, mine, evidence.senders)
        content = to_workbook(edition, gaps(catalogue, when, mine), watermark=edition.page.stamp.replace("　", "\n"))
    path = write_file(settings.published / FOLDER / f"汇总_{period}_未定稿.xlsx", content)
    return AsIs(path, message(edition.page, coverage, now), leaps)


@contextmanager
def _todays(
    connection: Connection, settings: Settings, catalogue: Catalogue, period: str, now: datetime
) -> Iterator[tuple[Sequence[RollupRow], PeriodEvidence, tuple[str, ...]]]:
    """The period's rollups from today's figures, what is known beside them, and how they leap, as long as nothing is kept."""
    year = Period.parse(period).year
    connection.rollback()
    with held(connection, *(publish_key(year + more) for more in range(3))):
        try:
            with connection.cursor() as cursor:
                cursor.execute(query("publish_begin"))
                cursor.execute(query("publish_affected"), {"period": period})
                changing = [each for each, is_kept in cursor.fetchall() if each == period and not is_kept]
                cursor.execute(query("publish_revision"), {"period": period})
                ((revision,),) = cursor.fetchall()
            scope = scope_of(connection, catalogue, changing)
            compute(connection, catalogue, changing, {"revision": revision, "published_at": now}, scope)
            stopped = examine(connection, settings, changing, catalogue.hash, scope)
            if broken := [one.line for one in stopped if one.kind == "conservation"]:
                raise NotConservedError(f"{period} is not shown: {'; '.join(broken)}")
            carry(connection, changing, scope)
            leaps = tuple(one.line for one in stopped)
            yield read_rows(connection, [period]), read_evidence(connection, [period])[period], leaps
        finally:
            connection.rollback()


def message(page: Page, coverage: Coverage, now: datetime) -> str:
    """The page in one paragraph of at most `LETTERS`: what it is, who lacks, then as many indicators as there is room for."""
    now = now.astimezone(COUNTY_TIME)
    state = "定稿" if page.is_final else "未定稿"
    told = sentence(coverage)
    if len(told) > _SENTENCE:
        told = _short(coverage)
    said = f"{page.title.removesuffix('汇总表')}（{state}，截至{now.month}月{now.day}日{now:%H:%M}）：{told}"
    end = "" if page.is_final else _END
    clauses = [clause for line in page.lines if (clause := _clause(line, page.headers[2]))]
    taken: list[str] = []
    for clause in clauses:
        if len(said) + sum(len(one) + 1 for one in taken) + len(clause) + 1 + len(end) <= LETTERS:
            taken.append(clause)
    return f"{said}{'；'.join(taken)}{'。' if taken else ''}{end}"


def _short(coverage: Coverage) -> str:
    absent = f"，缺：{names(coverage.absent)}" if coverage.absent else ""
    share = f"，占上年同期{coverage.share_of}总量{coverage.share}" if coverage.share else ""
    waiting = sum(number for _, number in coverage.held)
    held_back = f"；暂缓{waiting}项" if waiting else ""
    lacking = f"；{len(coverage.lacking)}个缺部分指标" if coverage.lacking else ""
    return f"{len(coverage.owing)}个{coverage.towns}已报{len(coverage.owing) - len(coverage.absent)}个{share}{absent}{lacking}{held_back}。"


def _clause(line: PageLine, current: str) -> str:
    """One indicator in words; empty where its value is none to tell."""
    words, field, value = ("累计", "cumulative", line.cumulative) if line.cumulative is not None else (current, "current", line.current)
    if not isinstance(value, Decimal):
        return ""
    said = f"{line.name}{words}{value:,}{line.unit}{'（未报齐）' if field in line.partial else ''}"
    if isinstance(line.growth, Decimal):
        said += "，同比持平" if not line.growth else f"，同比{'增长' if line.growth > 0 else '下降'}{abs(line.growth)}%"
    if isinstance(line.completion, Decimal):
        said += f"，完成年度目标{line.completion}%"
    if isinstance(line.gap, Decimal):
        said += "，与序时进度持平" if not line.gap else f"，{'快于' if line.gap > 0 else '慢于'}序时进度{abs(line.gap)}个百分点"
    return said
