"""Announced reductions: a covered fall is said and loads, before and after the report came; the journal knows them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from huizong.answers import provenance
from huizong.decisions import reductions
from huizong.decisions.deciding import DecisionError
from huizong.decisions.reductions import Reduction
from huizong.replay import rebuilding
from huizong.steps import answering
from huizong.warehouse.queries import query
from tests.database.checking.county import MONTH, County, draft, figure, made, with_relations
from tests.database.flow.test_explanation_loop import NOVEMBER, drop, rows
from tests.database.flow.test_forms_loop import OCTOBER, fill

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue
    from huizong.settings import Settings

D = Decimal
NOTICE = Reduction("统〔2025〕8号", "E01", "2025-11", ("T01",), "李科长")
# October's 10000 less 700 announced and 200 of the month: 9500. 100 × (9500 ÷ 9048 − 1) = 5.0.
FALLEN = NOVEMBER | {"规模以上工业总产值": ("200", "9500", "9048", "5.0", None, None)}
CUMULATIVE = (
    "select value from core.figure where indicator = 'E01' and basis = 'cumulative' and period = '2025-11' and known_to = 'infinity'"
)
SAID = "select rule, severity, message from quality.issue where indicator = 'E01' and period = '2025-11' order by submission_id, number"


def register(county: County, document: str = "统〔2026〕3号", period: str = "2026-06", at: str = "2026-06-20") -> None:
    with county.connection.cursor() as cursor:
        values = {"document": document, "organisations": ["T01"], "indicator": "X2", "period": period, "registrar": "李科长"}
        cursor.execute(query("reduction_enter"), {**values, "decided_at": datetime.fromisoformat(at).replace(tzinfo=UTC)})
    county.connection.commit()


@pytest.fixture
def county(settings: Settings, catalogue: Catalogue) -> County:
    one = County(settings, made(catalogue))
    one.published([figure("X2", "cumulative", "1000", period="2026-05")])
    return one


def judged(county: County, month: str, cumulative: str) -> list[tuple[str, str, str | None, str | None]]:
    one = county.judge(draft(figure("X2", "current", month), figure("X2", "cumulative", cumulative)))
    return [(i.rule, i.severity, i.observed, i.expected) for i in one.issues if i.indicator == "X2" and i.rule != "outlier"]


def test_a_fall_that_was_announced_is_said_and_loads(county: County) -> None:
    assert judged(county, "80", "900") == [("cumulative-below-last-month", "blocking", "900", "1000")]
    register(county)
    one = county.judge(draft(figure("X2", "current", "80"), figure("X2", "cumulative", "900")))
    (issue,) = one.of("reduction-announced")
    assert (issue.severity, issue.message) == ("info", "已登记核减（统〔2026〕3号），累计由 1000 调为 900")
    assert one.statuses[1, issue.place] == "reported"
    # 1000 + 80 go on by 30 only: the reduction is smaller than the month
    assert judged(county, "80", "1030") == [("reduction-announced", "info", "1030", "1080")]
    # more than the month came to is no reduction
    assert judged(county, "80", "1200") == [("cumulative-not-continuous", "query", "1200", "1080")]


def test_a_reduction_of_another_period_or_after_the_file_covers_nothing(county: County) -> None:
    register(county, period="2026-05")
    register(county, at="2026-07-02")
    assert judged(county, "80", "900") == [("cumulative-below-last-month", "blocking", "900", "1000")]


def test_relations_of_a_form_know_it_too(settings: Settings, catalogue: Catalogue) -> None:
    form = with_relations(
        MONTH,
        {"expression": "X2.cumulative >= prev(X2.cumulative)"},
        {"expression": "X2.cumulative = prev(X2.cumulative) + X2.current", "severity": "query"},
    )
    county = County(settings, made(catalogue, form, name="reductions"))
    county.published([figure("X2", "cumulative", "1000", period="2026-05")])
    assert judged(county, "80", "900") == [("X-MONTH:r1", "blocking", "900", "1000"), ("X-MONTH:r2", "query", "900", "1080")]
    register(county)
    assert judged(county, "80", "900") == [("reduction-announced", "info", "900", "1000"), ("reduction-announced", "info", "900", "1080")]
    assert judged(county, "80", "1090") == [("X-MONTH:r2", "query", "1090", "1080")]


def test_a_reduction_lets_in_what_was_held_and_survives_a_rebuild(settings: Settings, tmp_path: Path) -> None:
    for period, numbers in (("2025-10", OCTOBER), ("2025-11", FALLEN)):
        (path,) = answering.write_forms(settings, "T01", period, tmp_path / period)
        fill(path, numbers)
        drop(settings, path, f"{period}.xlsx")
    assert rows(settings, CUMULATIVE) == []
    done = reductions.announce(settings, NOTICE)
    assert done.arrivals == 1
    assert rows(settings, CUMULATIVE) == [(D("9500"),)]
    said = [row for row in rows(settings, SAID) if row[0] == "reduction-announced"]
    assert said[0] == ("reduction-announced", "info", "已登记核减（统〔2025〕8号），累计由 10000 调为 9500")
    (reason,) = provenance.explain(settings, "T01/E01/2025-11/cumulative").reasons
    assert (reason["kind"], reason["said_by"], reason["said"]) == ("reduction", "李科长", "统〔2025〕8号")
    with pytest.raises(DecisionError, match="registered already for T01"):
        reductions.announce(settings, NOTICE)
    registered = "select document, organisation, indicator, period, registrar, decided_at from quality.reduction"
    kept = "select sequence, verdict, known_from, duplicate_of is null from raw.submission order by known_from"
    before = (rows(settings, registered), rows(settings, kept), rows(settings, SAID), rows(settings, CUMULATIVE))
    rebuilding.rebuild(settings)
    assert (rows(settings, registered), rows(settings, kept), rows(settings, SAID), rows(settings, CUMULATIVE)) == before


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"document": " "}, "number of its document"),
        ({"registrar": ""}, "name of who registers"),
        ({"organisations": ()}, "needs the organisations"),
        ({"organisations": ("T99",)}, "doesn't know"),
        ({"indicator": "E99"}, "doesn't know"),
        ({"indicator": "E09"}, "is no flow"),
    ],
)
def test_what_is_no_reduction(settings: Settings, changed: dict[str, object], why: str) -> None:
    wanted = {name: getattr(NOTICE, name) for name in ("document", "indicator", "period", "organisations", "registrar")}
    with pytest.raises(DecisionError, match=why):
        reductions.announce(settings, Reduction(**{**wanted, **changed}))
    assert rows(settings, "select count(*) from quality.reduction") == [(0,)]
