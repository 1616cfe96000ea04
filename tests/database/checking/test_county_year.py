"""The measure: a county's correct year raises no grave fault and few questions, and every seeded fault is found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg2
import pytest
from psycopg2.extras import execute_values

from huizong.model import Draft
from huizong.publishing import publish
from huizong.settings import Settings
from tests.database.checking.county import County, Issue, Judged
from tests.database.checking.year import PUBLISHED_COLUMNS, YEAR, bureau_draft, drafts_of, published_rows
from tests.database.checking.year_catalogue import catalogue_of
from tests.database.checking.year_faults import SEEDS
from tests.database.checking.year_seeds import LATE, MONTH, Seed

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue
    from huizong.warehouse.server.embedded import EmbeddedServer

MOST_QUERIES = 0.3
Told = list[tuple[Draft, list[Issue]]]


@dataclass
class Year:
    """What judging said: of every clean submission, of the seeded ones, and of the clean ones beside those."""

    clean: Told = field(default_factory=list)
    seeded: dict[str, list[Issue]] = field(default_factory=dict)
    beside: Told = field(default_factory=list)
    at_publishing: list[tuple[Any, ...]] = field(default_factory=list)


@pytest.fixture(scope="module")
def year(server: EmbeddedServer, template: str, catalogue: Catalogue, new_home: Callable[[str], Path]) -> Iterator[Year]:
    """The whole year judged month by month, and in two months a run with the seeded faults, which is not loaded."""
    urls = server.create_database("county_year", template=template)
    home: Path = new_home("year")
    settings = Settings.from_environment({"HUIZONG_HOME": str(home)}).with_database(urls.loader, urls.owner, urls.reader)
    county = County(settings, catalogue_of(catalogue))
    _publish_year_before(county, urls.owner)
    told = Year()
    for month in range(1, 13):
        drafts = drafts_of(month)
        if month == MONTH:
            _judge_seeds(county, told, drafts, month)
        told.clean += _by_submission(county.receive(*drafts), drafts)
        lists = [bureau_draft(month)]
        told.clean += _by_submission(county.receive(*lists), lists)
        if month == LATE:
            _judge_seeds(county, told, [], month)
    told.at_publishing = _published(county)
    yield told
    county.close()
    server.drop_database("county_year")


def _publish_year_before(county: County, owner_url: str) -> None:
    names = ", ".join(PUBLISHED_COLUMNS)
    statement = f"insert into core.figure ({names}, status, place, raw_text, source, submission_id, figure_no, known_from) values %s"  # noqa: S608
    template = f"({'%s, ' * len(PUBLISHED_COLUMNS)}'reported', '', '', 'cell', 0, 1, '2025-01-01')"
    with county.connection.cursor() as cursor:
        execute_values(cursor, statement, list(published_rows()), template, page_size=5000)
    county.connection.commit()
    owner = psycopg2.connect(owner_url)
    owner.autocommit = True
    owner.cursor().execute("analyze core.figure")  # in a running system the server's own housekeeping does it
    owner.close()


def _published(county: County) -> list[tuple[Any, ...]]:
    publish(county.connection, county.settings, county.catalogue, f"{YEAR}-09")
    with county.connection.cursor() as cursor:
        cursor.execute(
            "select period, rule, severity, responsibility, indicator, reporter, count(*), count(distinct organisation)"
            " from mart.period_issue group by period, rule, severity, responsibility, indicator, reporter"
        )
        found = cursor.fetchall()
    county.connection.commit()
    return found


def _judge_seeds(county: County, told: Year, drafts: list[Draft], month: int) -> None:
    seeds = [seed for seed in SEEDS if seed.month == month]
    replaced = {(seed.town, seed.form["code"]) for seed in seeds}
    clean = [draft for draft in drafts if (draft.reporter, draft.form) not in replaced]
    wrong = [seed.draft() for seed in seeds]
    judged = _by_submission(county.judge(*clean, *wrong), [*clean, *wrong])
    told.beside += judged[: len(clean)]
    told.seeded |= {seed.kind: issues for seed, (_, issues) in zip(seeds, judged[len(clean) :], strict=True)}


def _by_submission(judged: Judged, drafts: list[Draft]) -> Told:
    return [(draft, [issue for issue in judged.issues if issue.submission_no == number]) for number, draft in enumerate(drafts, start=1)]


def _shown(told: Told, *severities: str) -> list[tuple[Any, ...]]:
    return [
        (draft.period, i.rule, i.severity, draft.reporter, i.organisation, i.indicator, i.basis, i.observed, i.expected)
        for draft, issues in told
        for i in issues
        if i.severity in severities
    ]


def test_the_county_has_the_size_of_the_measure(year: Year) -> None:
    sent = Counter(draft.form for draft, _ in year.clean)
    # 25 towns to June, 24 from July; January is exempt in one form, of which one town misses May
    assert sent == {"Y-AGRI": 294, "Y-LIVE": 294, "Y-TAX": 294, "Y-ECON": 268, "Y-LIST": 12}
    assert len({seed.kind for seed in SEEDS}) == len(SEEDS) >= 40


def test_a_correct_year_raises_no_grave_fault(year: Year) -> None:
    assert _shown(year.clean, "critical", "blocking") == []


def test_a_correct_year_asks_little(year: Year) -> None:
    asked = _shown(year.clean, "query")
    assert 0 < len(asked) <= MOST_QUERIES * len(year.clean), Counter(row[1] for row in asked)


def test_publishing_asks_only_about_what_the_bureau_counts_otherwise(year: Year) -> None:
    # the bureau has half a percent less tax for each of the 24 towns, and its form is the one that is shown
    assert year.at_publishing == [("2025-09", "sources-differ", "query", "reviewer", "V05", "B01", 24, 24)]


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.kind.replace(" ", "-"))
def test_a_seeded_fault_is_found_at_its_cell(year: Year, seed: Seed) -> None:
    issues = year.seeded[seed.kind]
    found = [i for i in issues if (i.rule, i.severity, i.place) == (seed.rule, seed.severity, seed.place)]
    assert found, [(i.rule, i.severity, i.place, i.observed, i.expected) for i in issues]
    assert seed.names in found[0].message
    others = {i.rule for i in issues if i.severity != "info"} - {seed.rule, *seed.also}
    assert others == set(), [(i.rule, i.severity, i.place, i.observed, i.expected) for i in issues]


def test_beside_the_seeded_faults_clean_files_stay_clean(year: Year) -> None:
    assert len(year.beside) >= 40
    same = {(draft.reporter, draft.form) for draft, _ in year.beside}
    clean = [(d, issues) for d, issues in year.clean if d.period == f"2025-{MONTH:02d}" and (d.reporter, d.form) in same]
    assert _shown(year.beside, "critical", "blocking", "query") == _shown(clean, "critical", "blocking", "query")


def test_a_question_offers_its_own_remedy(year: Year) -> None:
    (asked,) = (i for i in year.seeded["does not go on, by relation"] if i.rule == "Y-TAX:goes-on")
    assert asked.remedy == "填错的请更正后重报；没有填错的请写明原因和数量"
