"""A period put back to its earlier publication: until newer figures come, until it is lifted, and through a restoration."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from huizong.decisions import releasing
from huizong.decisions.deciding import DecisionError
from huizong.flow import publication
from huizong.intake import Archive, Journal, record_arrivals
from huizong.publishing.history import restore
from tests.database.publishing.test_gate import WHY, Place, as_owner, place, state, total
from tests.database.warehouse.county import figure

__all__ = ["place"]

AS_OF = (
    "select value from mart.rollup_as_of(%s) where organisation = 'G00' and indicator = 'P' and basis = 'cumulative' and period = '2026-06'"
)


def corrected(place: Place) -> Place:
    """110 instead of 100 published, 220 instead of 210."""
    county, settings = place
    county.submit("G01", [figure("G01", "P", "110")])
    publication.publish(settings, "2026-06")
    assert total(county) == [220]
    return place


def test_a_period_goes_back_until_newer_figures_come(place: Place) -> None:
    with pytest.raises(DecisionError, match="2026-06 has no earlier publication"):
        releasing.revert(place[1], "2026-06", "赵局长", WHY)
    county, settings = corrected(place)
    done = releasing.revert(settings, "2026-06", "赵局长", WHY)
    assert (done.number, total(county), total(county, "2026-H1"), state(settings)) == (1, [210], [220], "reverted")
    shown = (settings.published / "2026-06" / "rollup.csv").read_text("utf-8-sig")
    assert "2026-06,G00,绿川县,P,产值,cumulative,sum_of_children,true,210," in shown
    # publishing it by hand changes nothing, nor do figures that it is not made of
    assert publication.publish(settings, "2026-06").kept == ("2026-06",)
    county.submit("G02", [figure("G02", "P", "45", period="2026-07")], period="2026-07")
    publication.publish(settings, "2026-07")
    assert (total(county), state(settings)) == ([210], "reverted")
    with pytest.raises(DecisionError, match="2026-06 is reverted already"):
        releasing.revert(settings, "2026-06", "赵局长", WHY)
    restated = "select old_value, new_value, cause, why from mart.restatement where organisation = 'G00' and nature = 'reverted'"
    assert county.rows(restated) == [(220, 210, "revert", "恢复为第1次发布的数据")]
    county.submit("G03", [figure("G03", "P", "71")])
    publication.publish(settings, "2026-06")
    assert (total(county), state(settings)) == ([221], "published")


def test_a_lifted_revert_shows_the_figures_again(place: Place) -> None:
    with pytest.raises(DecisionError, match="2026-06 is not put back"):
        releasing.lift(place[1], "2026-06", "赵局长", WHY)
    county, settings = corrected(place)
    releasing.revert(settings, "2026-06", "赵局长", WHY)
    releasing.lift(settings, "2026-06", "赵局长", "部门已说明，以更正数为准")
    assert (total(county), state(settings)) == ([220], "published")
    instants = county.rows("select published_at from meta.published where period = '2026-06' order by number")
    assert [county.rows(AS_OF, at)[0][0] for (at,) in instants] == [210, 220, 210, 220]
    assert county.rows(AS_OF, datetime(2200, 1, 1, tzinfo=UTC)) == [(220,)]


def test_a_revert_survives_a_restoration(place: Place) -> None:
    county, settings = corrected(place)
    releasing.revert(settings, "2026-06", "赵局长", WHY)
    as_owner(settings, "truncate meta.published, core.rollup_version, core.restatement, core.rollup, meta.publication")
    as_owner(settings, "truncate meta.journal, quality.reversion, quality.period_issue")
    journal = Journal(settings.archive / "journal")
    record_arrivals(county.connection, county.catalogue, journal)
    restore(county.connection, Archive(settings.archive), list(journal.entries()))
    assert (total(county), state(settings)) == ([210], "reverted")
    numbers = "select number, reverts_to from meta.published where period = '2026-06' order by number"
    assert county.rows(numbers) == [(1, None), (2, None), (3, 1)]
