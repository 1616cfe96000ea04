"""Explanations: how they find the query they answer, clear it, carry over, lapse, and are refused (DESIGN §2; PRACTICE)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from huizong.model import Draft, Explanation, Verdict
from tests.database.checking.county import MONTH, County, Judged, draft, figure, made

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue
    from huizong.settings import Settings

FREE = {**MONTH, "rows": [{"indicator": "X2", "required": False, "bases": ["current", "cumulative"]}]}
TOLD = "5月少报的5.0万元本月补报"


@pytest.fixture
def county(settings: Settings, catalogue: Catalogue) -> Iterator[County]:
    """May's cumulative was 100: with 10 in June it should be 110."""
    opened = County(settings, made(catalogue, FREE))
    opened.published([figure("X2", "cumulative", "100.0", period="2026-05")])
    yield opened
    opened.close()


def june(cumulative: str, *told: Explanation, sha256: str = "a" * 64, **more: Any) -> Draft:
    """June's report with 10 of the month alone; a cumulative other than 110 raises one query, the only fault, number 1."""
    figures = (figure("X2", "current", "10.0"), figure("X2", "cumulative", cumulative))
    return draft(*figures, explanations=told, sha256=sha256, **more)


def answer(text: str, label: str = "1", *, sha256: str = "e" * 64, **more: Any) -> Draft:
    """A text file of one line."""
    return Draft("说明.txt", sha256, "T01", None, None, kind="narrative", explanations=(Explanation(label, text, "1:0", **more),))


def told(judged: Judged) -> dict[str, str]:
    return {issue.rule: issue.severity for issue in judged.issues}


def rows(county: County, statement: str) -> list[tuple[Any, ...]]:
    with county.connection.cursor() as cursor:
        cursor.execute(statement)
        found = cursor.fetchall()
    county.connection.rollback()
    return found


def states(county: County) -> list[tuple[Any, ...]]:
    return rows(county, "select submission_id, rule, state from quality.issue where severity = 'query' order by issue_id")


def test_a_line_in_a_text_clears_the_query(county: County) -> None:
    first = county.receive(june("115.0"))
    assert first.judgement.verdicts == {1: Verdict.ACCEPTED_WITH_QUERIES}
    assert told(first) == {"cumulative-not-continuous": "query"}
    answered = county.receive(answer(TOLD))
    assert answered.judgement.verdicts == {1: Verdict.ACCEPTED}
    assert told(answered) == {"explanation-accepted": "info"}
    assert answered.issues[0].message == "第 1 条的说明已收到，这一条了结"
    assert [row[1:] for row in states(county)] == [("cumulative-not-continuous", "explained")]
    bound = rows(
        county, "select rule, organisation, period, indicator, basis, value, content, accepted, lapsed_at from quality.explanation"
    )
    assert bound == [("cumulative-not-continuous", "T01", "2026-06", "X2", "cumulative", Decimal("115.0"), TOLD, True, None)]
    # its receipt lies in the folder of the period that it answers for, and it is no attempt at the report
    assert rows(county, "select period, form, sequence from raw.submission where sha256 = repeat('e', 64)") == [("2026-06", None, None)]


def test_the_marked_workbook_comes_back_with_its_reason(county: County) -> None:
    first = county.receive(june("115.0"))
    arrival = f"arrival-{first.judgement.run_id}-0"
    back = county.receive(june("115.0", Explanation("1", TOLD, "差错清单!J6", arrival), sha256="b" * 64))
    assert back.judgement.verdicts == {1: Verdict.ACCEPTED}
    assert told(back) == {"cumulative-not-continuous": "query", "submission-unchanged": "info", "explanation-accepted": "info"}
    assert [row[2] for row in states(county)] == ["explained", "explained"]


def test_the_reason_carries_over_while_the_value_stays(county: County) -> None:
    county.receive(june("115.0"))
    county.receive(answer(TOLD))
    again = county.receive(june("115.0", sha256="b" * 64))
    assert again.judgement.verdicts == {1: Verdict.ACCEPTED}
    (carried,) = again.of("explanation-carried")
    assert carried.message == f"数没有变，上次的说明仍然有效：{TOLD}"


def test_the_reason_lapses_with_the_value(county: County) -> None:
    county.receive(june("115.0"))
    county.receive(answer(TOLD))
    other = county.receive(june("118.0", sha256="b" * 64))
    assert other.judgement.verdicts == {1: Verdict.ACCEPTED_WITH_QUERIES}
    (lapsed,) = other.of("explanation-lapsed")
    assert (lapsed.severity, lapsed.expected, lapsed.observed) == ("info", "115", "118")
    assert rows(county, "select count(*) from quality.explanation where lapsed_at is not null") == [(1,)]
    # the old value again: what lapsed stays lapsed
    back = county.receive(june("115.0", sha256="c" * 64))
    assert back.judgement.verdicts == {1: Verdict.ACCEPTED_WITH_QUERIES}


def test_a_corrected_value_with_its_own_reason(county: County) -> None:
    county.receive(june("115.0"))
    corrected = county.receive(june("117.0", Explanation("1", TOLD, "差错清单!J6"), sha256="b" * 64))
    assert corrected.judgement.verdicts == {1: Verdict.ACCEPTED}
    assert rows(county, "select value, lapsed_at from quality.explanation") == [(Decimal("117.0"), None)]
    assert [row[2] for row in states(county)] == ["explained", "explained"]


@pytest.mark.parametrize("text", ["核实无误", "数据属实，按实填报"])
def test_formulas_are_refused_and_asked_again(county: County, text: str) -> None:
    county.receive(june("115.0"))
    refused = county.receive(answer(text))
    assert refused.judgement.verdicts == {1: Verdict.ACCEPTED_WITH_QUERIES}
    assert told(refused) == {"explanation-refused": "query"}
    assert refused.issues[0].message == f"第 1 条写的“{text}”不能算说明：没有写出原因或数量"
    assert rows(county, "select accepted, refusal from quality.explanation") == [(False, "没有写出原因或数量")]
    assert [row[2] for row in states(county)] == ["open", "open"]
    # the answer to that receipt answers the query itself
    county.receive(answer(TOLD, sha256="f" * 64))
    assert [row[2] for row in states(county)] == ["explained", "explained"]
    assert rows(county, "select rule, value from quality.explanation where accepted") == [("cumulative-not-continuous", Decimal("115.0"))]
    assert county.receive(june("115.0", sha256="b" * 64)).judgement.verdicts == {1: Verdict.ACCEPTED}


def test_a_refusal_in_the_workbook_is_told_once(county: County) -> None:
    county.receive(june("115.0"))
    back = county.receive(june("115.0", Explanation("1", "属实", "差错清单!J6"), sha256="b" * 64))
    assert back.judgement.verdicts == {1: Verdict.ACCEPTED_WITH_QUERIES}
    assert told(back)["explanation-refused"] == "info"
    assert told(back)["cumulative-not-continuous"] == "query"


def test_a_number_that_nobody_gave(county: County) -> None:
    county.receive(june("115.0"))
    stray = county.receive(answer(TOLD, "7"))
    assert told(stray) == {"explanation-unmatched": "info"}
    assert stray.issues[0].message == "找不到第 7 条，这句话没有用上"
    assert rows(county, "select count(*) from quality.explanation") == [(0,)]


def test_no_reason_stands_for_a_correction(county: County) -> None:
    """A cumulative below last month's beside a positive month is blocking."""
    county.receive(june("90.0"))
    answered = county.receive(answer(TOLD))
    assert told(answered) == {"explanation-not-possible": "info"}
    assert rows(county, "select count(*) from quality.explanation") == [(0,)]


def test_another_reporters_numbers_are_not_answered(county: County) -> None:
    county.receive(june("115.0"))
    foreign = Draft("说明.txt", "e" * 64, "T02", None, None, kind="narrative", explanations=(Explanation("1", TOLD, "1:0"),))
    assert told(county.receive(foreign)) == {"explanation-unmatched": "info"}
    assert [row[2] for row in states(county)] == ["open"]


def test_the_same_number_means_the_latest_file(county: County) -> None:
    county.receive(june("115.0"))
    july = draft(
        figure("X2", "current", "10.0", period="2026-07"),
        figure("X2", "cumulative", "140.0", period="2026-07"),
        period="2026-07",
        sha256="b" * 64,
    )
    county.receive(july)
    county.receive(answer("7月补报15万元"))
    assert rows(county, "select period, value from quality.explanation") == [("2026-07", Decimal("140.0"))]
    # the folder's period, or the file that it was written in, says otherwise
    county.receive(Draft("1.txt", "f" * 64, "T01", None, "2026-06", kind="narrative", explanations=(Explanation("1", TOLD, "1:0"),)))
    assert [row[2] for row in states(county)] == ["explained", "explained"]


@pytest.mark.parametrize(("end", "verdict"), [("2026-07-01", Verdict.ACCEPTED), ("2026-06-30", Verdict.ACCEPTED_WITH_QUERIES)])
def test_a_standing_reason_answers_until_its_last_day(county: County, end: str, verdict: Verdict) -> None:
    """The drafts arrive on 1 July 2026; the reason was accepted for a figure of another month."""
    with county.connection.cursor() as cursor:
        cursor.execute(
            "insert into quality.waiver (kind, rule, organisation, period, indicator, basis, value, reporter, approver, reason, valid_to, "
            "decided_at) values ('standing', 'cumulative-not-continuous', 'T01', '2026-05', 'X2', 'cumulative', 7, 'T01', '李科长', "
            "'产值滞后一个月统计', %s, '2026-06-20')",
            (end,),
        )
    county.connection.commit()
    judged = county.receive(june("115.0"))
    assert judged.judgement.verdicts == {1: verdict}
    said = [(issue.severity, issue.message) for issue in judged.of("explanation-standing")]
    expected = [("info", "已登记的长期原因：产值滞后一个月统计（到 2026-07-01 止）")]
    assert said == (expected if verdict is Verdict.ACCEPTED else [])
