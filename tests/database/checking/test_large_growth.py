"""Growth that asks for a reason: beyond the catalogue's word, not on tiny bases, not where such growths are usual."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from huizong.model import Figure
from tests.database.checking.county import County, draft, figure, made

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue
    from huizong.settings import Settings

RULE = "growth-large"


@pytest.fixture
def county(settings: Settings, catalogue: Catalogue) -> County:
    return County(settings, made(catalogue))


def given(cumulative: str, prior: str, growth: str, period: str = "2026-06") -> tuple[Figure, ...]:
    return (
        figure("X1", "cumulative", cumulative, period=period),
        figure("X1", "prior_year", prior, period=period),
        figure("X1", "growth_rate", growth, period=period),
    )


def asked(county: County, *figures: Figure) -> list[tuple[str, str | None, str | None]]:
    return [(i.severity, i.observed, i.expected) for i in county.judge(draft(*figures)).of(RULE)]


def test_a_rise_or_a_fall_beyond_half_asks_for_a_reason(county: County) -> None:
    judged = county.judge(draft(*given("1634", "1000", "63.4")))
    (issue,) = judged.of(RULE)
    assert (issue.severity, issue.message) == ("query", "同比 63.4，变动超过 50%")
    assert judged.statuses[1, issue.place] == "reported"
    assert asked(county, *given("450", "1000", "-55")) == [("query", "-55", "50%")]
    assert asked(county, *given("1500", "1000", "50")) == []


def test_on_a_small_base_nothing_is_asked(county: County) -> None:
    # X1 has one decimal: a hundred units of it are 10
    assert asked(county, *given("20", "9.9", "102")) == []
    assert asked(county, *given("20.2", "10.1", "100")) == [("query", "100", "50%")]
    # without a prior year beside it the base is what value and growth come to: 19.8 ÷ 2 = 9.9
    assert asked(county, figure("X1", "cumulative", "19.8"), figure("X1", "growth_rate", "100")) == []


@pytest.mark.parametrize(
    ("entry", "figures", "expected"),
    [
        ({"large_growth": 80}, given("1634", "1000", "63.4"), []),
        ({"large_growth": 60}, given("1634", "1000", "63.4"), [("query", "63.4", "60%")]),
        # the values give 5 %: for constant prices and comparable bases the reported rate is the one that counts
        ({"growth": "constant_price"}, given("1050", "1000", "63.4"), [("query", "63.4", "50%")]),
        ({"growth": "comparable"}, given("1050", "1000", "63.4"), [("query", "63.4", "50%")]),
        ({"growth": "none"}, given("1634", "1000", "63.4"), []),
        # a rate that the values contradict is wrong, not large
        ({"growth": "recompute"}, given("1050", "1000", "63.4"), []),
    ],
    ids=["higher limit", "own limit", "constant price", "comparable", "none", "contradicted"],
)
def test_the_catalogue_says_what_is_large(
    settings: Settings, catalogue: Catalogue, entry: dict[str, Any], figures: tuple[Figure, ...], expected: list[Any]
) -> None:
    county = County(settings, made(catalogue, indicators={"X1": entry}, name=str(entry)))
    assert asked(county, *figures) == expected


def test_where_earlier_years_had_such_growths_nothing_is_asked(county: County) -> None:
    for month, growth in enumerate(("8", "-70", "3", "12", "5"), start=2):
        county.published([figure("X1", "growth_rate", growth, period=f"2025-{month:02d}")])
    # one of five was beyond 50: not usual
    assert asked(county, *given("1634", "1000", "63.4")) == [("query", "63.4", "50%")]
    # 300 ÷ 100: the values of two years give a second one, two of six
    county.published([figure("X1", "cumulative", "100", period="2024-08"), figure("X1", "cumulative", "300", period="2025-08")])
    assert asked(county, *given("1634", "1000", "63.4")) == []


def test_a_series_with_many_zeros_is_not_asked_about(county: County) -> None:
    county.published(
        [figure("X1", "current", value, period=f"2026-0{month}") for month, value in enumerate(("0", "90", "0", "70"), start=1)]
    )
    assert asked(county, *given("1634", "1000", "63.4")) == []


def test_what_was_asked_in_the_year_is_only_said_again(county: County) -> None:
    first = county.receive(draft(*given("1600", "1000", "60", "2026-05"), period="2026-05"))
    assert [issue.severity for issue in first.of(RULE)] == ["query"]
    assert asked(county, *given("1634", "1000", "63.4")) == [("info", "63.4", "50%")]
    # another year is another question
    later = county.judge(draft(*given("3000", "1634", "83.6", "2027-06"), period="2027-06"))
    assert [issue.severity for issue in later.of(RULE)] == ["query"]
