"""With real files: a text and a form that contradict each other are on the reviewer's list until they agree; a rebuild knows it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from huizong.flow import publication
from huizong.replay import rebuilding
from huizong.steps import answering
from tests.database.flow.test_explanation_loop import drop, rows
from tests.database.flow.test_forms_loop import OCTOBER, fill

if TYPE_CHECKING:
    from huizong.settings import Settings

WORDS = "栗坪镇2025年上半年工作总结\n上半年，一般公共预算收入完成{}万元。\n"
OPEN = "select rule, organisation, indicator, observed, expected, difference from mart.period_issue where state = 'open'"
HISTORY = "select to_jsonb(i) - 'period_issue_id' from quality.period_issue as i order by raised_at, period"
VERDICTS = "select file, verdict from raw.submission order by known_from"


def say(settings: Settings, folder: Path, amount: str) -> None:
    (folder / "a.txt").write_text(WORDS.format(amount), encoding="utf-8")
    drop(settings, folder / "a.txt", f"总结{amount}.txt")


def test_a_contradiction_is_listed_until_it_is_settled(settings: Settings, tmp_path: Path) -> None:
    (path,) = answering.write_forms(settings, "T01", "2025-06", tmp_path / "forms")
    fill(path, OCTOBER)
    drop(settings, path, "6月.xlsx")
    assert rows(settings, OPEN) == []
    # the form says 1000
    say(settings, tmp_path, "900")
    assert rows(settings, OPEN) == [("prose-differs-from-table", "T01", "E06", "900", "1000", "100")]
    listed = settings.published / "2025-06" / "核对清单.csv"
    assert "待核对,核实,报送单位,栗坪镇,一般公共预算收入,本年累计,文字里写 900万元" in listed.read_text("utf-8-sig")
    before = rows(settings, VERDICTS)
    publication.publish(settings, "2025-06")
    assert (len(rows(settings, HISTORY)), rows(settings, VERDICTS)) == (1, before)
    say(settings, tmp_path, "1000")
    assert rows(settings, OPEN) == []
    assert "已了结,核实,报送单位,栗坪镇" in listed.read_text("utf-8-sig")
    history = rows(settings, HISTORY)
    rebuilding.rebuild(settings)
    assert rows(settings, HISTORY) == history
