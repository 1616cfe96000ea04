"""Data Docs for engineers: what Great Expectations found in the last runs, in `published/data_docs/`.

The results are those that judging stored with each run in `quality.run`: names of rules, how severe they are and how
many fault rows each had. No place, figure or department is among them, so every reader of the folder may see them.
Great Expectations' own site builder lays out a page a run. Its pages load styles and scripts from six servers of the
internet, its index is empty without them; so what points outside is taken out, and the index is a page of ours.
"""

from __future__ import annotations

import logging
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.checking.gx import StoredResult, build_site
from huizong.checking.rules.compiled import rules_of
from huizong.checking.rules.rule import FINDING
from huizong.publishing.files.whole import sweep, write_file
from huizong.settings import COUNTY_TIME, Settings
from huizong.warehouse.locks import DATA_DOCS, held
from huizong.warehouse.queries import query

log = logging.getLogger(__name__)

FOLDER = "data_docs"
# As many pages as an engineer looks back on after a bad evening, and a build stays below three seconds at 300 rules.
RUNS_KEPT = 10

_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL | re.IGNORECASE)
_OUTSIDE = re.compile(r"<(?:link|img)\b[^>]*\b(?:href|src)=[\"']https?://[^>]*>", re.IGNORECASE)
_FOOTER = re.compile(r"<footer\b.*?</footer>", re.DOTALL | re.IGNORECASE)
_SIDEBAR = re.compile(r'<div class="col-lg-2.*?</nav>\s*</div>', re.DOTALL)
# The suite's own page is not built: the suites are the JSON files under expectations/, with their SQL.
_SUITE_LINK = re.compile(r'<a href="[^"]*/expectations/[^"]*"\s*>([^<]*)</a>')
_MORE = re.compile(r'<a data-toggle="collapse".*?</a>', re.DOTALL)
_PASSED, _BROKEN = re.compile(r'<i class="fas fa-check-circle[^>]*></i>'), re.compile(r'<i class="fas fa-times[^>]*></i>')
_ADDRESS = re.compile(r"\b(?:href|action)=([\"'])https?://.*?\1", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RunRow:
    """One finished run as `quality.run` keeps it; `results` holds `rules`, all that were run, and `broken` with counts."""

    run_id: str
    finished_at: datetime
    submissions: int
    figures: int
    rules_loaded: int
    rules_evaluated: int
    rules_skipped: int
    issues: int
    results: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule over the runs shown: in how many it was run, in how many it was broken, and its fault rows together."""

    name: str
    description: str
    runs: int
    broken_in: int
    faults: int


def write_data_docs(connection: Connection, settings: Settings, catalogue: Catalogue) -> Path | None:
    """Write the pages of the last runs and the index; returns the index, None where no run has finished.

    A page that is there already stays, unless the catalogue's rules may have other descriptions by now; nothing is done if the
    newest run's is. Raises OSError if the files can't be written.
    """
    folder = settings.published / FOLDER
    index, newest = folder / "index.html", folder / ".newest"
    connection.rollback()
    with held(connection, DATA_DOCS):
        with connection.cursor() as cursor:
            cursor.execute(query("data_docs_runs"), {"most": RUNS_KEPT})
            runs = [RunRow(*row) for row in cursor.fetchall()]
        connection.commit()
        if not runs:
            return None
        sweep(folder, below=True)  # nobody else writes here meanwhile: what lies half-written is a killed writing's
        shown, _, described = newest.read_text("utf-8").partition(" ") if newest.exists() else ("", "", "")
        if index.exists() and (shown, described) == (runs[0].run_id, catalogue.hash):
            return index
        descriptions = _descriptions(catalogue, runs)
        there = _pages_there(folder) if described == catalogue.hash else {}
        lacking = [run for run in runs if run.run_id not in there]
        pages = {run.run_id: there[run.run_id] for run in runs if run.run_id in there} | _write_pages(folder, lacking, descriptions)
        write_file(index, _index(runs, pages, descriptions))
        _forget(folder, pages)
        write_file(newest, f"{runs[0].run_id} {catalogue.hash}".encode())
    log.info("data docs: %d runs in %s, %d of them new", len(runs), folder, len(lacking))
    return index


def _descriptions(catalogue: Catalogue, runs: Sequence[RunRow]) -> dict[str, str]:
    """What must hold by each rule that today's catalogue knows, findings of earlier rooms among them."""
    codes = {name.removeprefix(FINDING) for run in runs for name in run.results["rules"] if name.startswith(FINDING)}
    known = {kind.code for kind in catalogue.issue_types}
    return {rule.name: rule.description for rule in rules_of(catalogue, frozenset(codes & known))}


def rule_lines(runs: Sequence[RunRow], descriptions: dict[str, str]) -> list[RuleLine]:
    """Each rule over the runs, those with most fault rows first."""
    names = sorted({name for run in runs for name in run.results["rules"]})
    lines = []
    for name in names:
        counts = [run.results["broken"].get(name, 0) for run in runs if name in run.results["rules"]]
        lines.append(RuleLine(name, descriptions.get(name, ""), len(counts), sum(1 for count in counts if count), sum(counts)))
    return sorted(lines, key=lambda line: (-line.faults, line.name))


def _pages_there(folder: Path) -> dict[str, str]:
    """The pages of earlier builds below the folder, by run: validations/<suite>/<run>/<instant>/<batch>.html."""
    found = (page.relative_to(folder) for page in (folder / "validations").glob("*/*/*/*.html"))
    return {page.parts[2]: page.as_posix() for page in found}


def _write_pages(folder: Path, runs: Sequence[RunRow], descriptions: dict[str, str]) -> dict[str, str]:
    """Lay out each run's page; returns the page's path below the folder by run."""
    stored = [
        StoredResult(
            run_id=run.run_id,
            finished_at=run.finished_at,
            counts={name: run.results["broken"].get(name, 0) for name in run.results["rules"]},
            severities=run.results["rules"],
            descriptions=descriptions,
        )
        for run in runs
    ]
    pages: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as scratch:
        build_site(Path(scratch), stored)
        for page in sorted((Path(scratch) / "validations").rglob("*.html")):
            relative = page.relative_to(scratch)
            pages[relative.parts[2]] = relative.as_posix()
            write_file(folder / relative, without_outside(page.read_text("utf-8")).encode("utf-8"))
        for style in sorted((Path(scratch) / "static" / "styles").glob("*.css")):
            write_file(folder / style.relative_to(scratch), style.read_bytes())
    return pages


def without_outside(page: str) -> str:
    """The page without scripts, what only works with them, and anything fetched from or sent to another server.

    The marks of rules held and broken come from a font of icons; they are written out.
    """
    for pattern in (_SCRIPT, _OUTSIDE, _FOOTER, _ADDRESS, _SIDEBAR, _MORE):
        page = pattern.sub("", page)
    return _BROKEN.sub("✗", _PASSED.sub("✓", _SUITE_LINK.sub(r"\1", page)))


def _index(runs: Sequence[RunRow], pages: dict[str, str], descriptions: dict[str, str]) -> bytes:
    shown = [(run, run.finished_at.astimezone(COUNTY_TIME).strftime("%Y-%m-%d %H:%M:%S"), pages[run.run_id]) for run in runs]
    return _environment().get_template("data_docs.html.j2").render(runs=shown, rules=rule_lines(runs, descriptions)).encode("utf-8")


def _forget(folder: Path, pages: dict[str, str]) -> None:
    """Remove the pages of runs that are no longer shown, and their folders."""
    kept = {folder / page for page in pages.values()}
    below = sorted((folder / "validations").rglob("*"), reverse=True)  # what lies deepest comes first
    for path in below:
        if path.is_file() and path not in kept:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
