"""A county small enough to work out by hand, and the shortest way for a file's figures into the warehouse.

Green county G00 has the towns G01, G02, G03, the bureau G90, and in G03 the villages G31 and G32. Towns report form
M every month (output P, tax X, revenue Y, share S of X in Y, workers W), growth of output at constant prices for K;
villages report pigs by form V; quarterly form Q has jobs J; the bureau reports towns' tax by form B and the targets by T.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue, load
from huizong.model import Basis, Draft, Figure, Finding, Maturity, Status
from huizong.warehouse.loading import Loaded
from huizong.warehouse.loading import load as load_run
from huizong.warehouse.schema import catalogue_tables
from huizong.warehouse.staging import StagedDraft, write

_INDICATOR_COLUMNS = (
    "code,name,unit,decimals,kind,aggregation,numerator,denominator,minimum,maximum,valid_from,valid_to,"
    "growth,additive,direction,display_unit,display_decimals\n"
)


def form(code: str, title: str, rows: Mapping[str, str], *, frequency: str = "month", listed: bool = False) -> str:
    """A form's YAML: its rows all required, an indicator with its bases each; `listed` where it names towns, not its reporter's own."""
    subject = ["subject: listed", "subjects: [town]"] if listed else []
    head = [f"code: {code}", f"title: {title}", f"frequency: {frequency}", "version: 1", "valid_from: null", "valid_to: null", *subject]
    lines = (f"  - {{indicator: {indicator}, required: true, bases: [{bases}]}}" for indicator, bases in rows.items())
    return "\n".join([*head, "rows:", *lines, ""])


FILES = {
    "organisations.csv": """code,name,kind,parent,valid_from,valid_to,successor,counted_in
G00,绿川县,county,,,,,
G01,甲木镇,town,G00,,,,
G02,乙火镇,town,G00,,,,
G03,丙土乡,town,G00,,,,
G90,统计局,bureau,G00,,,,
G31,东坡村,village,G03,,,,
G32,西坡村,village,G03,,,,
G33,旧村,village,G03,,2025-12-31,G31,
K01,开发区,park,G00,,,,G01
""",
    "organisation_aliases.csv": "alias,code\n",
    "indicators.csv": _INDICATOR_COLUMNS
    + """P,产值,万元,1,flow,sum,,,,,,,recompute,yes,more,亿元,2
X,税收,万元,1,flow,sum,,,,,,,recompute,yes,more,,
Y,收入,万元,1,flow,sum,,,,,,,recompute,yes,more,,
S,税收比重,%,1,ratio,ratio,X,Y,,,,,none,yes,more,,
W,从业人员,人,0,stock,last,,,,,,,recompute,yes,less,,
K,增加值,万元,1,flow,sum,,,,,,,constant_price,yes,more,,
N,农民收入,元,0,ratio,none,,,,,,,none,no,more,,
V,生猪,头,0,stock,last,,,,,,,recompute,yes,more,,
J,就业,人,0,flow,sum,,,,,,,recompute,yes,more,,
H,减排量,吨,1,flow,sum,,,,,,,recompute,yes,more,,
""",
    "indicator_aliases.csv": "alias,code\n",
    "units.csv": "unit,base_unit,factor\n元,元,1\n万元,元,10000\n亿元,元,100000000\n人,人,1\n头,头,1\n吨,吨,1\n%,%,1\n",
    "placeholders.csv": 'pattern,status\n[×]+,placeholder\n"[\\s]*",blank\n',
    "headers.csv": "header,basis\n本月,current\n累计,cumulative\n上年同期,prior_year\n同比,growth_rate\n",
    "obligations.csv": """form,organisation,kind,due_day,due_time,reason,valid_from,valid_to
M,,town,8,17:00,月报,,
V,,village,8,17:00,村报,,
Q,,town,8,17:00,季报,,
B,G90,,8,17:00,部门月报,,
""",
    "issue_types.csv": "code,severity,responsibility,dimension,message,remedy\nx,query,department,accuracy,有误,更正\n",
    "contacts.csv": "organisation,name,channel,address\n",
    "forms/M.yaml": """code: M
title: 绿川县月报
frequency: month
version: 1
valid_from: null
valid_to: null
rows:
  - {indicator: P, required: true, bases: [current, cumulative, prior_year, growth_rate]}
  - {indicator: X, required: true, bases: [cumulative]}
  - {indicator: Y, required: true, bases: [cumulative]}
  - {indicator: S, required: true, bases: [cumulative]}
  - {indicator: W, required: true, bases: [current], except: [G02]}
  - {indicator: K, required: false, bases: [cumulative, growth_rate]}
  - {indicator: N, required: false, bases: [cumulative]}
  - {indicator: H, required: true, bases: [current], months: [4, 5, 6]}
""",
    "forms/V.yaml": form("V", "绿川县村报", {"V": "current"}),
    "forms/Q.yaml": form("Q", "绿川县季报", {"J": "cumulative"}, frequency="quarter"),
    "forms/B.yaml": """code: B
title: 绿川县分乡镇税收
frequency: month
version: 1
valid_from: null
valid_to: null
subject: listed
subjects: [town]
priority: 10
rows:
  - {indicator: X, required: false, bases: [cumulative]}
""",
    "forms/T.yaml": """code: T
title: 绿川县目标分解
frequency: year
version: 1
valid_from: null
valid_to: null
subject: listed
subjects: [town]
priority: 10
rows:
  - {indicator: P, required: true, bases: [plan]}
""",
}

FIRST_ARRIVAL = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
_run = itertools.count(1)


def make_catalogue(folder: Path, changed: Mapping[str, str | None] | None = None) -> Catalogue:
    """The catalogue of the county; `changed` replaces files, None leaves one out."""
    for name, text in {**FILES, **(changed or {})}.items():
        if text is None:
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load(folder)


def guarded(min_units: dict[str, str], release: dict[str, str] | None = None) -> str:
    """indicators.csv with `min_units` of some codes, and `release` of some."""
    head, *lines = FILES["indicators.csv"].splitlines()
    codes = [line.partition(",")[0] for line in lines]
    more = [f"{line},{(release or {}).get(code, '')},{min_units.get(code, '')}" for code, line in zip(codes, lines, strict=True)]
    return "\n".join([f"{head},release,min_units", *more]) + "\n"


def figure(
    organisation: str,
    indicator: str,
    value: str | None,
    *,
    period: str = "2026-06",
    basis: str = "cumulative",
    status: str = "reported",
    place: str = "表!B2",
    precision: str | None = None,
    maturity: str | None = None,
    qualifier: str | None = None,
    is_total: bool = False,
    candidate: bool = False,
    refers_to: str | None = None,
) -> Figure:
    return Figure(
        place=place,
        raw=value or "",
        status=Status(status),
        organisation=organisation,
        indicator=indicator,
        period=period,
        basis=Basis(basis),
        value=None if value is None else Decimal(value),
        precision=None if precision is None else Decimal(precision),
        maturity=None if maturity is None else Maturity(maturity),
        qualifier=qualifier,
        is_total=is_total,
        candidate=candidate,
        refers_to=None if refers_to is None else Basis(refers_to),
    )


@dataclass
class County:
    """A warehouse of the county; every submission arrives one minute after the one before."""

    connection: Connection
    catalogue: Catalogue
    arrivals: int = 0
    clock: datetime = field(default=FIRST_ARRIVAL)

    def submit(
        self,
        reporter: str,
        figures: Iterable[Figure],
        *,
        form: str = "M",
        period: str = "2026-06",
        verdict: str = "accepted",
        duplicate_of: int | None = None,
        content: str | None = None,
        findings: tuple[Finding, ...] = (),
        is_dropped: bool = True,
    ) -> Loaded:
        """One file with these figures, with the verdict that checking came to; not `is_dropped` is the county's own decision."""
        return self.submit_drafts(
            reporter,
            [Draft("报表.xlsx", self._sha(content), reporter, form, period, figures=tuple(figures), findings=findings)],
            verdict=verdict,
            duplicate_of=duplicate_of,
            is_dropped=is_dropped,
        )

    def submit_drafts(
        self,
        reporter: str,
        drafts: list[Draft],
        *,
        verdict: str = "accepted",
        duplicate_of: int | None = None,
        is_dropped: bool = True,
    ) -> Loaded:
        run = self.stage(reporter, drafts, verdict=verdict, duplicate_of=duplicate_of, is_dropped=is_dropped)
        return load_run(self.connection, run, self.catalogue, clock=lambda: self.clock)

    def stage(
        self,
        reporter: str,
        drafts: list[Draft],
        *,
        verdict: str | None = "accepted",
        duplicate_of: int | None = None,
        is_dropped: bool = True,
    ) -> str:
        """The run id of the staged drafts."""
        self.arrivals += 1
        self.clock += timedelta(minutes=1)
        arrival = f"a{self.arrivals:04d}"
        run = f"run-{next(_run)}"
        with self.connection.cursor() as cursor:
            for draft in drafts:
                cursor.execute("insert into raw.file values (%s, 1, %s) on conflict do nothing", (draft.sha256, self.clock))
            cursor.execute(
                "insert into raw.arrival (arrival_id, folder, path, file_name, sha256, reporter, device, inode, size_bytes, mtime_ns,"
                " received_at) values (%s, %s, 'p', 'f', %s, %s, 1, %s, 1, 1, %s)",
                (arrival, reporter, drafts[0].sha256, reporter, int(is_dropped), self.clock),
            )
        write(self.connection, run, [StagedDraft(arrival, self.clock, draft) for draft in drafts], self.catalogue)
        with self.connection.cursor() as cursor:
            cursor.execute(
                "update staging.submission set verdict = %s, duplicate_of = %s where run_id = %s and early_verdict is null",
                (verdict, duplicate_of, run),
            )
        self.connection.commit()
        return run

    def rows(self, sql: str, *parameters: object) -> list[tuple[object, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            found = cursor.fetchall()
        self.connection.commit()
        return found

    def live(self, organisation: str, indicator: str, basis: str = "cumulative", period: str = "2026-06") -> list[tuple[object, ...]]:
        """(reporter, form, value, status) of each live row."""
        return self.rows(
            "select reporter, form, value, status from core.figure where known_to = 'infinity' and organisation = %s and indicator = %s"
            " and basis = %s and period = %s order by reporter, form",
            organisation,
            indicator,
            basis,
            period,
        )

    def _sha(self, content: str | None) -> str:
        return hashlib.sha256((content or f"file {self.arrivals}").encode()).hexdigest()


def open_county(connection: Connection, folder: Path) -> County:
    catalogue = make_catalogue(folder)
    catalogue_tables.sync(connection, catalogue, datetime(2026, 1, 1, tzinfo=UTC))
    return County(connection, catalogue)
