"""Lines proposed for names that the catalogue lacks: right file, right columns, and nothing guessed that changes a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from huizong.catalogue.folder.adding import file_of, text_of
from huizong.proposing.lines import ChoiceError, Proposal, Proposer, Waiting

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue


@pytest.fixture
def proposer(catalogue: Catalogue) -> Proposer:
    return Proposer(catalogue)


def waiting(kind: str, name: str, unit: str | None = None, form: str = "F-ECON-M", *bases: str, reporter: str = "T01") -> Waiting:
    return Waiting(3, kind, name, unit, (form,), {form: bases}, (), (reporter,))


def lines(catalogue: Catalogue, proposal: Proposal) -> list[tuple[str, str]]:
    return [(file_of(catalogue.folder, line), text_of(catalogue.folder, line)) for line in proposal.lines]


def test_a_near_name_of_the_same_dimension_is_an_alias(catalogue: Catalogue, proposer: Proposer) -> None:
    found = proposer.propose(waiting("indicator", "固定资产投资额度", "亿元"))
    assert lines(catalogue, found) == [("indicator_aliases.csv", "固定资产投资额度,E03,,,")]
    assert (found.nearest, found.wanted, found.is_alias) == ("E03", None, True)
    # in 亩 it is no investment
    other = proposer.propose(waiting("indicator", "固定资产投资额度", "亩"))
    assert lines(catalogue, other)[0][1].startswith("U03,固定资产投资额度,亩,")


def test_brackets_hold_a_unit_or_another_scope_and_are_no_part_of_an_alias(catalogue: Catalogue, proposer: Proposer) -> None:
    # 100 under 百亩 are 10 000 亩: as an alias the name would make them 100
    found = proposer.propose(waiting("indicator", "粮食播种面积（百亩）"))
    assert lines(catalogue, found) == [("units.csv", "百亩,亩,100")]
    for name, code in (("生猪出栏（车）", "A01"), ("出栏生猪（车）", "A01"), ("固定资产投资（不含农户）", "E03")):
        told = proposer.propose(waiting("indicator", name))
        assert told.lines == ()
        assert told.wanted is not None
        assert f"3={code}" in told.wanted
    assert lines(catalogue, proposer.propose(waiting("indicator", "固定资产投资（不含农户）"), "E03"))[0][0] == "indicator_aliases.csv"


def test_a_measure_of_prose_takes_the_row_of_its_form(catalogue: Catalogue, proposer: Proposer) -> None:
    beds = waiting("measure", "民宿床位数", "张", "N-TOWN-H", "cumulative", "growth_rate")
    assert lines(catalogue, proposer.propose(beds, "stock"))[-2:] == [
        ("indicators.csv", "U03,民宿床位数,张,2,stock,last,,,,,,,,,,,,,"),
        ("forms/N-TOWN-H.yaml", "- {indicator: U03, required: false, bases: [current, growth_rate]}"),
    ]
    assert lines(catalogue, proposer.propose(beds, "T77:flow"))[-1][1].startswith("- {indicator: T77, required: false, bases: [cumulative,")
    # E03 has all of these bases in that form already
    known = waiting("measure", "固定资产投资总额度", "万元", "N-TOWN-H", "cumulative", "growth_rate")
    assert [file for file, _ in lines(catalogue, proposer.propose(known, "E03"))] == ["indicator_aliases.csv"]
    homeless = Waiting(3, "measure", "民宿床位数", "张", (), {}, (), ("T01",))
    assert (proposer.propose(homeless).lines, proposer.propose(homeless).wanted) == ((), "form: no form owes the text, see huizong confirm")


def test_headers_and_units_say_what_they_lack(catalogue: Catalogue, proposer: Proposer) -> None:
    header = waiting("header", "自年初起截止本月", None, "F-ECON-M", "cumulative")
    assert lines(catalogue, proposer.propose(header)) == [("headers.csv", "自年初起截止本月,cumulative")]
    bare = waiting("header", "上报值")
    assert proposer.propose(bare).wanted is not None
    assert lines(catalogue, proposer.propose(bare, "current")) == [("headers.csv", "上报值,current")]
    assert lines(catalogue, proposer.propose(waiting("unit", "单位：十万元", "万元"))) == [("units.csv", "十万元,元,100000")]
    carts = waiting("unit", "车", "吨")
    assert proposer.propose(carts).wanted is not None
    assert lines(catalogue, proposer.propose(carts, "12")) == [("units.csv", "车,吨,12")]
    assert lines(catalogue, proposer.propose(carts, "公斤*8000")) == [("units.csv", "车,公斤,8000")]


def test_organisations_near_and_new(catalogue: Catalogue, proposer: Proposer) -> None:
    assert lines(catalogue, proposer.propose(waiting("organisation", "栗坪乡镇"))) == [("organisation_aliases.csv", "栗坪乡镇,T01")]
    ((file, line),) = lines(catalogue, proposer.propose(waiting("organisation", "金竹湾镇")))
    assert (file, line.split(",")[1:4]) == ("organisations.csv", ["金竹湾镇", "town", "C00"])
    assert line.split(",")[0] not in {one.code for one in catalogue.organisations}
    assert proposer.propose(waiting("organisation", "丁丁丁")).wanted is not None


@pytest.mark.parametrize(("kind", "choice"), [("indicator", "！"), ("header", "monthly"), ("unit", "many"), ("organisation", "！")])
def test_a_choice_that_it_can_not_be_is_refused(proposer: Proposer, kind: str, choice: str) -> None:
    with pytest.raises(ChoiceError):
        proposer.propose(waiting(kind, "金竹湾", "亩"), choice)
