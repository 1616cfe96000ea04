"""Results as tables for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from huizong.reading.masking import mask

if TYPE_CHECKING:
    from huizong.answers.report import FileReport, ReportedIssue
    from huizong.answers.status import SystemStatus
    from huizong.reading.inspection import InspectRow

VERDICTS = {
    "accepted": "接收",
    "accepted_with_queries": "接收,有待说明",
    "partially_accepted": "部分接收",
    "returned": "退回",
    "waiting": "等待",
    "ignored": "忽略",
}
_NOT_EVALUATED_SHOWN = 10
LEFT_SHOWN = 50
COLOURS = {"critical": "red", "blocking": "dark_orange3", "query": "yellow", "info": "cyan"}


def _table(*heads: str, title: Text | str | None = None, show_lines: bool = False) -> Table:
    """A table of which nothing is cut: Chinese has no blanks, and what is longer than its column goes on in the next line."""
    table = Table(title=title, title_justify="left", show_lines=show_lines)
    for head in heads:
        table.add_column(head, overflow="fold")
    return table


def check_table(report: FileReport) -> Table:
    """One file: a line an issue with cell, what is there, what is expected, what to do."""
    taken = sum(figure.status == "reported" for figure in report.figures)
    what = (report.organisation or "单位未知", report.form or "表式未知", report.period or "期别未知")
    head = f"{report.file}  {VERDICTS[report.verdict]}  {' '.join(what)}"
    table = _table("位置", "填报", "应为", "说明", "怎么办", title=Text(head), show_lines=True)
    for issue in report.issues:
        table.add_row(*_issue_row(issue))
    conserved = report.conservation
    cells = f"数字单元格:数据 {conserved.figures},结构 {conserved.structure},差错 {conserved.issues}"
    lines = [f"取数 {taken} 项,共识别 {len(report.figures)} 项;{cells}", *_relation_lines(report)]
    table.caption = Text("\n".join(lines))
    table.caption_justify = "left"
    return table


def _relation_lines(report: FileReport) -> Iterable[str]:
    """What a statistician asks of an audit: how many relations hold, how many fail, which can't be told and why."""
    relations = report.relations
    open_ones = relations.not_evaluated
    if relations.held or relations.failed or open_ones:
        yield f"审核关系:成立 {relations.held},不成立 {relations.failed},无法核对 {len(open_ones)}"
    alike: dict[tuple[str, ...], list[str]] = {}
    for one in open_ones:
        where = f"({one.organisation})" if one.organisation not in (None, report.organisation) else ""
        alike.setdefault(one.lacking, []).append(f"{one.relation.partition(':')[2]}{where}")
    for lacking, names in list(alike.items())[:_NOT_EVALUATED_SHOWN]:
        yield f"  缺 {'、'.join(lacking)}:{', '.join(names)}"
    if len(alike) > _NOT_EVALUATED_SHOWN:
        yield f"  另有 {sum(map(len, list(alike.values())[_NOT_EVALUATED_SHOWN:]))} 条,见 --format json"


def inspect_table(rows: Sequence[InspectRow]) -> Table:
    """A line a document: what it is, its tables, its prose, or why it is refused."""
    table = _table("file", "kind", "encoding", "sheets", "cells", "paragraphs", "notes", "refused", show_lines=True)
    for row in rows:
        sheets = "\n".join(f"{sheet.name} {sheet.extent}{' hidden' if sheet.hidden else ''}" for sheet in row.sheets)
        notes = "\n".join(f"{note.rule} {note.place}".strip() for note in row.findings)
        refused = f"{row.refusal.rule} {' '.join(row.refusal.fields.values())}" if row.refusal else ""
        shown = (row.file, row.kind, row.encoding or "", sheets, str(row.cells), str(row.paragraphs), notes, refused)
        table.add_row(*(Text(part) for part in shown))
    return table


def status_tables(status: SystemStatus) -> Iterable[Table]:
    """Services, files by verdict, periods, and the measures in prose that wait for an alias."""
    services = _table("service", "address", "state", title="services")
    for service in status.services:
        services.add_row(service.name, f"{service.host}:{service.port}", "running" if service.running else "stopped")
    services.caption = Text(f"reader: {status.reader_url or 'not running'}")
    yield services
    files = _table("verdict", "submissions", title="files")
    for verdict, count in status.files.items():
        files.add_row(verdict, str(count))
    yield files
    periods = _table("period", "revision", "state", "why", title="periods")
    for period in status.periods:
        periods.add_row(period.period, str(period.revision), period.state, Text(period.reason))
    yield periods
    if status.left:
        left = _table("path", "why it is not taken", title="left in the inbox")
        for lying in status.left[:LEFT_SHOWN]:
            left.add_row(Text(mask(lying.path)), Text(lying.reason))
        left.caption = Text(f"{len(status.left)} in all")
        yield left
    if status.unmatched:
        measures = _table("measure", "like", "times", "what to do", "place", title="unmatched measures")
        for one in status.unmatched:
            measures.add_row(*(Text(part) for part in (one.measure, one.suggestion, str(one.times), one.remedy, one.place)))
        yield measures
    if status.quarantined:
        given_up = _table("arrival", "reporter", "tries", "error", title="quarantined")
        for file in status.quarantined:
            given_up.add_row(*(Text(part) for part in (file.arrival, file.reporter or "", str(file.attempts), file.error)))
        yield given_up
    if status.unwritten:
        due = _table("arrival", "reporter", "error", title="receipts that could not be written")
        for receipt in status.unwritten:
            due.add_row(*(Text(part) for part in (receipt.arrival, receipt.reporter or "", receipt.error)))
        yield due
    if status.undelivered:
        lost = _table("day", "what", "to", "about", "state", "tries", "error", title="messages that did not arrive")
        for message in status.undelivered:
            to = f"{message.recipient} by {message.channel}".strip()
            cells = (
                str(message.day),
                message.kind,
                to,
                " ".join(message.organisations),
                message.state,
                str(message.attempts),
                message.error,
            )
            lost.add_row(*map(Text, cells))
        yield lost
    if status.unwritten_notes:
        notes = _table("organisation", "day", "error", title="reminders that could not be written")
        for note in status.unwritten_notes:
            notes.add_row(*map(Text, (note.organisation, str(note.day), note.error)))
        yield notes
    if status.left_out:
        lines = _table("line", title="lines of the catalogue that are left out")
        for line in status.left_out:
            lines.add_row(Text(line))
        yield lines


def _issue_row(issue: ReportedIssue) -> tuple[Text, Text, Text, Text, Text]:
    """The cells of one issue; texts from files are shown as they are, never as markup."""
    return (
        Text(issue.place),
        Text(issue.observed or ""),
        Text(issue.expected or ""),
        Text(issue.message, style=COLOURS[issue.severity]),
        Text(issue.remedy),
    )
