"""What DESIGN §9 promises, held against a system after its year: each check says in one line what is wrong, nothing where it holds.

Nothing here asks the program's own rollups, digests or receipts whether they are right: what must be in force comes from
the year that was dropped, sums are added up in this module, and bytes are hashed here.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg2
from pipeline import town_name
from psycopg2 import sql
from soak_year import Key

from huizong.settings import Settings
from huizong.warehouse import connect

SHOWN = 3
# What grows with each run though nothing changes: the journal's lines, pages of the last runs.
LATELY = frozenset({"data_docs", "journal"})
Asked = Callable[..., list[tuple[Any, ...]]]


def broken(settings: Settings, truth: dict[Key, Decimal], dropped: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Each promise with what breaks it; `dropped` is path below the inbox and SHA-256 of every file that was put there."""
    with closing(connect(settings.owner_url)) as connection, connection.cursor() as cursor:

        def ask(statement: str, *values: object) -> list[tuple[Any, ...]]:
            cursor.execute(statement, values)
            return cursor.fetchall()

        return {
            "every file that was dropped arrived, was judged and has its receipt": _answered(settings, ask, dropped),
            "archive, journal and ledger name the same bytes, and the bytes are theirs": _evidence(settings, ask, dropped),
            "what is in force is what was last given, and nothing else": _in_force(ask, truth),
            "one figure of a key at a time, its history without gap or overlap": _history(ask),
            "each figure leads to a cell that holds it": _places(ask),
            "rollups are the sum of what they count": _sums(ask, truth),
            "a department sees nobody else's": _apart(settings),
            "the reader role sees marts alone": _reader(settings),
            "nothing is left: inbox, staging, waiting, dirty, half-written": _left(settings, ask),
        }


def content(settings: Settings) -> dict[str, str]:
    """A digest of all rows of the warehouse and of each file but the log of runs: what a second run must not change."""
    digests: dict[str, str] = {}
    with closing(connect(settings.owner_url)) as connection, connection.cursor() as cursor:
        cursor.execute("select subject, md5(string_agg(key || ' ' || content, E'\\n' order by key)) from meta.content_row group by subject")
        digests |= dict(cursor.fetchall())
    for name, folder in (("outbox", settings.outbox), ("archive", settings.archive), ("published", settings.published)):
        parts = [f"{path.relative_to(folder)} {_unnumbered(path)}" for path in _files(folder) if not LATELY.intersection(path.parts)]
        digests[name] = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return digests


def _unnumbered(path: Path) -> str:
    """A file's digest; of published rows without the number of their revision, which only counts. Parquet has the rows of the CSV."""
    if path.name == "rollup.csv":
        rows = csv.DictReader(path.read_text("utf-8-sig").splitlines())
        kept = [[value for name, value in row.items() if name != "revision"] for row in rows]
        return hashlib.sha256(repr(kept).encode()).hexdigest()
    return "" if path.suffix == ".parquet" else _digest(path)


def _answered(settings: Settings, ask: Asked, dropped: Sequence[tuple[str, str]]) -> list[str]:
    arrived = Counter(ask("select path, sha256 from raw.arrival"))
    found = [f"dropped, but not in the ledger: {path}" for path, sha in (Counter(dropped) - arrived)]
    found += [f"in the ledger {count} times more than dropped: {path}" for (path, _), count in (arrived - Counter(dropped)).items()]
    found += [f"never judged: {path}" for (path,) in ask("select path from raw.arrival where state <> 'judged'")]
    rows = ask("select a.path, r.path, r.written_at from raw.arrival as a left join quality.receipt as r using (arrival_id)")
    for path, receipt, written_at in rows:
        if written_at is None:
            found.append(f"no receipt: {path}")
        elif receipt and not (settings.outbox / receipt).is_file():
            found.append(f"its receipt is not in the outbox: {path}")
    return found


def _evidence(settings: Settings, ask: Asked, dropped: Sequence[tuple[str, str]]) -> list[str]:
    stored = {path.name: path for path in _files(settings.archive) if "journal" not in path.parts}
    found = [f"not what its name says: {name}" for name, path in stored.items() if _digest(path) != name]
    ledger = {sha for (sha,) in ask("select sha256 from raw.file")}
    journal = Counter[tuple[str, str]]()
    for path in sorted((settings.archive / "journal").glob("*")):
        for line in path.read_text("utf-8").splitlines():
            entry = json.loads(line)
            if entry["event"] == "arrival":
                journal[entry["path"], entry["sha256"]] += 1
    found += [f"dropped, but not in the journal: {path}" for path, _ in Counter(dropped) - journal]
    named = {sha for _, sha in journal}
    found += [f"{name} is in one of journal and ledger only" for name in named ^ ledger]
    return found + [f"{name} is not in the archive" for name in named | ledger if name not in stored]


def _in_force(ask: Asked, truth: dict[Key, Decimal]) -> list[str]:
    statement = "select organisation, indicator, period, basis, value from mart.figure_latest where status = 'reported'"
    there = {key: value for *given, value in ask(statement) for key in [tuple(given)]}
    found = [f"lost: {key}, must be {value}" for key, value in truth.items() if key not in there]
    found += [f"given by nobody: {key} {value}" for key, value in there.items() if key not in truth]
    return found + [f"{key} is {there[key]}, must be {value}" for key, value in truth.items() if key in there and there[key] != value]


def _history(ask: Asked) -> list[str]:
    statement = (
        "select organisation, indicator, period, basis, reporter, form, known_from, known_to, value from core.figure"
        " order by 1, 2, 3, 4, 5, 6, 7"
    )
    found, before = [], None
    for *key, known_from, known_to, _ in ask(statement):
        if known_from >= known_to:
            found.append(f"{key} holds from {known_from} to {known_to}")
        if before and before[0] == key and before[1] != known_from:
            found.append(f"{key} holds to {before[1]}, then from {known_from}")
        before = (key, known_to)
    return found


def _places(ask: Asked) -> list[str]:
    statement = (
        "select f.figure_id, f.place, f.value, c.content from core.figure as f inner join raw.submission as s using (submission_id)"
        " left join raw.cell as c on s.sha256 = c.sha256 and f.place = c.place where f.status = 'reported'"
    )
    found = []
    for number, place, value, cell in ask(statement):
        if cell is None:
            found.append(f"figure {number} names {place}, which nobody read")
        elif Decimal(re.sub(r"[^0-9.eE+-]", "", cell) or "NaN") != value:
            found.append(f"figure {number} is {value}, its cell {place} {cell!r}")
    return found


def _sums(ask: Asked, truth: dict[Key, Decimal]) -> list[str]:
    sums: dict[tuple[str, str, str], list[Decimal]] = {}
    for (_, indicator, period, basis), value in truth.items():
        sums.setdefault((indicator, period, basis), []).append(value)
    statement = (
        "select r.indicator, r.period, r.basis, r.value, r.reported, r.expected from mart.rollup as r inner join core.indicator as i on"
        " r.indicator = i.code where r.organisation = 'C00' and r.method = 'sum_of_children' and i.aggregation in ('sum', 'last')"
        " and r.basis in ('current', 'cumulative', 'prior_year', 'plan') and r.period ~ '-[0-9]{2}$'"
    )
    found, seen = [], set()
    for indicator, period, basis, value, reported, expected in ask(statement):
        parts = sums.get((indicator, period, basis))
        seen.add((indicator, period, basis))
        if parts is None:
            continue  # derived of what was given: a month out of cumulatives
        if value != sum(parts) or reported != len(parts) or expected > reported:
            found.append(f"{indicator} {period} {basis} is {value} of {reported} ({expected} owed), must be {sum(parts)} of {len(parts)}")
    added = {code for (code,) in ask("select code from core.indicator where aggregation in ('sum', 'last')")}
    wanted = {key for key in sums if key[0] in added and key[2] in ("current", "cumulative")}
    return found + [f"no rollup of {key}" for key in sorted(wanted - seen)]


def _apart(settings: Settings) -> list[str]:
    names = [town_name(int(code[1:])) for code in _towns(settings)]
    found = []
    for folder in settings.outbox.iterdir():
        others = [name for name in names if name != folder.name]
        pattern = re.compile("|".join(others)) if others else None
        for path in folder.rglob("*_回执.txt"):
            if "误投" in path.name:
                continue  # she dropped another's form herself, and is told whose it is
            if folder.name in names and pattern and (hit := pattern.search(path.read_text("utf-8-sig"))):
                found.append(f"{path.relative_to(settings.outbox)} speaks of {hit[0]}")
    return found


def _towns(settings: Settings) -> Iterator[str]:
    for line in (settings.catalogue / "organisations.csv").read_text("utf-8").splitlines():
        if line.startswith("W"):
            yield line.split(",")[0]


def _reader(settings: Settings) -> list[str]:
    found = []
    with closing(connect(settings.reader_url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("select count(*) from mart.rollup")
        for room, table in (("raw", "arrival"), ("core", "figure"), ("quality", "issue"), ("staging", "figure"), ("meta", "publication")):
            try:
                cursor.execute(sql.SQL("select 1 from {} limit 1").format(sql.Identifier(room, table)))
                found.append(f"it reads {room}.{table}")
            except psycopg2.errors.InsufficientPrivilege:
                continue
    return found


def _left(settings: Settings, ask: Asked) -> list[str]:
    found = [f"in the inbox: {path.relative_to(settings.inbox)}" for path in _files(settings.inbox)]
    ((waiting, due, dirty),) = ask(
        "select (select count(*) from raw.arrival where state = 'received'),"
        " (select count(*) from quality.receipt where written_at is null), (select count(*) from meta.dirty_period)"
    )
    found += [f"{waiting} wait, {due} receipts due, {dirty} periods dirty"] if waiting or due or dirty else []
    folders = (settings.outbox, settings.published, settings.archive)
    halves = [path for folder in folders for path in _files(folder) if path.suffix == ".part"]
    return found + [f"half-written: {path.name}" for path in halves]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def told(found: dict[str, list[str]]) -> Iterator[str]:
    """The promises as lines of a table, each broken one with its first breaks."""
    for promise, breaks in found.items():
        first = "; ".join(breaks[:SHOWN])
        yield f"| {promise} | {'kept' if not breaks else f'BROKEN {len(breaks)} times: {first}'} |"
