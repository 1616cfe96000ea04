"""Rows of one small county, written into the ledger by hand, and the files that they speak of."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import PatternFill
from psycopg2 import sql
from psycopg2.extensions import connection as Connection
from psycopg2.extras import Json

from huizong.settings import Settings

# 5 July 2026 is a Sunday: 09:12:30 in the county, 01:12:30 in UTC. F-ECON-M is due on the 8th, 17:00.
RECEIVED = datetime(2026, 7, 5, 1, 12, 30, tzinfo=UTC)
FORM = "F-ECON-M"
PERIOD = "2026-06"


@dataclass
class Ledger:
    """Enters arrivals, submissions, issues and figures, each with as little said as the test needs."""

    connection: Connection
    settings: Settings
    arrivals: int = 0
    numbers: dict[int, int] = field(default_factory=dict)

    def arrival(
        self, content: bytes, name: str = "栗坪镇6月.xlsx", reporter: str | None = "T01", at: datetime = RECEIVED, **more: Any
    ) -> str:
        """One drop, its bytes in the archive and its receipt due; returns its id."""
        self.arrivals += 1
        sha256 = hashlib.sha256(content).hexdigest()
        place = self.settings.archive / sha256[:2] / sha256
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        arrival_id = more.get("arrival_id") or f"{at:%Y%m%dT%H%M%S}.{self.arrivals:06d}Z"
        folder = more.get("folder", reporter or "路人甲")
        self.run("insert into raw.file values (%s, %s, %s) on conflict do nothing", sha256, len(content), at)
        self.run(
            "insert into raw.arrival (arrival_id, folder, path, file_name, sha256, reporter, device, inode, size_bytes, mtime_ns,"
            " received_at) values (%s, %s, %s, %s, %s, %s, 1, %s, %s, 0, %s)",
            *(arrival_id, folder, f"{folder}/{name}", name, sha256, reporter, more.get("inode", self.arrivals), len(content), at),
        )
        self.run("insert into quality.receipt (arrival_id, due_at) values (%s, %s)", arrival_id, at)
        return arrival_id

    def submission(self, arrival_id: str, verdict: str, **more: Any) -> int:
        """One submission of the arrival; by default the monthly form of T01 for June 2026."""
        file_name, sha256, received_at = self.one(
            "select file_name, sha256, received_at from raw.arrival where arrival_id = %s", arrival_id
        )
        row = {
            "arrival_id": arrival_id, "verdict": verdict, "submission_no": 1, "kind": "table", "reporter": "T01", "form": FORM,
            "period": PERIOD, "sequence": 1, "required": 0, "taken": 0, "duplicate_of": None, "numeric_cells": 0, "figure_cells": 0,
            "structure_cells": 0, "issue_cells": 0, "catalogue_hash": "hash", "run_id": "run", "file": file_name, "sha256": sha256,
            "received_at": received_at, "known_from": received_at + timedelta(seconds=5),
        } | more  # fmt: skip
        return int(self.insert("raw.submission", row, returning="submission_id"))

    def issue(self, submission_id: int, rule: str, severity: str, place: str, message: str, remedy: str, **more: Any) -> int:
        """The next fault of a submission; returns its number."""
        self.numbers[submission_id] = self.numbers.get(submission_id, 0) + 1
        row = {
            "submission_id": submission_id, "number": self.numbers[submission_id], "rule": rule, "severity": severity, "place": place,
            "message": message, "remedy": remedy, "known_from": RECEIVED, "responsibility": "department", "dimension": "validity",
        } | {name: Json(value) if name == "words" else value for name, value in more.items()}  # fmt: skip
        return int(self.insert("quality.issue", row, returning="number"))

    def figure(self, submission_id: int, indicator: str, value: str, place: str, **more: Any) -> None:
        """A figure that was taken, by default T01's cumulative of June 2026."""
        known_from = self.one("select known_from from raw.submission where submission_id = %s", submission_id)[0]
        row = {
            "submission_id": submission_id, "figure_no": 1, "period_year": 2026, "organisation": "T01", "indicator": indicator,
            "period": PERIOD, "basis": "cumulative", "reporter": "T01", "form": FORM, "value": value, "status": "reported", "unit": "万元",
            "place": place, "raw_text": value, "source": "cell", "known_from": known_from,
        } | more  # fmt: skip
        self.insert("core.figure", row, returning="figure_id")

    def held(self, submission_id: int, number: int, indicator: str, value: str | None, place: str, **more: Any) -> None:
        """A figure that was read and did not load, held back unless another reason is given."""
        row = {
            "submission_id": submission_id, "figure_no": number, "reason": "held", "place": place, "raw_text": value, "status": "held",
            "organisation": "T01", "indicator": indicator, "period": PERIOD, "basis": "cumulative", "value": value, "unit": "万元",
            "label": "", "is_total": False, "candidate": False, "source": "cell", "known_from": RECEIVED,
        } | more  # fmt: skip
        self.insert("quality.unloaded_figure", row, returning="figure_no")

    def insert(self, table: str, row: dict[str, Any], returning: str) -> Any:
        """One row into a table; returns the column asked for."""
        statement = sql.SQL("insert into {table} ({columns}) values ({values}) returning {returning}").format(
            table=sql.Identifier(*table.split(".")),
            columns=sql.SQL(", ").join(map(sql.Identifier, row)),
            values=sql.SQL(", ").join([sql.Placeholder()] * len(row)),
            returning=sql.Identifier(returning),
        )
        return self.one(statement, *row.values())[0]

    def cells(self, sha256: str, sheet: str, rows: list[list[tuple[str, str]]], place: Callable[[int, int], str]) -> None:
        """Cells as read: rows of (kind, content)."""
        for row, cells in enumerate(rows, 1):
            for column, (kind, content) in enumerate(cells, 1):
                if content:
                    self.run(
                        "insert into raw.cell values (%s, %s, %s, %s, %s, %s, %s)",
                        *(sha256, sheet, row, column, place(row, column), kind, content),
                    )

    def paragraphs(self, sha256: str, texts: list[str]) -> None:
        """Paragraphs as read."""
        for number, text in enumerate(texts, 1):
            self.run("insert into raw.paragraph values (%s, %s, %s)", sha256, number, text)

    def run(self, statement: str, *values: Any) -> None:
        """Runs one statement and commits."""
        with self.connection.cursor() as cursor:
            cursor.execute(statement, values)
        self.connection.commit()

    def one(self, statement: str | sql.Composed, *values: Any) -> tuple[Any, ...]:
        """The first row of a statement; commits."""
        with self.connection.cursor() as cursor:
            cursor.execute(statement, values)
            found = cursor.fetchone()
        self.connection.commit()
        assert found is not None
        return tuple(found)


def monthly_report() -> bytes:
    """A small monthly report on a sheet 6月: title, header, four rows, a formula, a filled cell, a merged pair, a comment-like note."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "6月"
    sheet.append(["汀岚县乡镇主要经济指标月报表"])
    sheet.append(["填报单位：栗坪镇", None, None, "2026年6月"])
    sheet.append(["指标", "单位", "本月", "本年累计", "上年同期", "同比%"])
    sheet.append(["规模以上工业总产值", "万元", 11205.5, 68932.7, 65230.1, "=ROUND(D4/E4*100-100,1)"])
    sheet.append(["固定资产投资", "万元", 5210, 31044.5, 29800, 4.2])
    sheet.append(["社会消费品零售总额", "万元", "XX", 20145.2, 19000, 6])
    sheet.append(["税收收入", "万元", 300, 1802.1, 1790.4, 0.7])
    sheet.append(["=HYPERLINK(1)", "", "注：本表一式两份"])
    sheet["A8"].data_type = "s"
    sheet.merge_cells("A1:F1")
    sheet.merge_cells("D4:D5")
    sheet["C6"].fill = PatternFill("solid", fgColor="FF92D050")
    sheet.column_dimensions["A"].width = 26
    workbook.create_sheet("封面")["A1"] = "栗坪镇"
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()
