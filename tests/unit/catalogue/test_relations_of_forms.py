"""Relations that cannot work, ask what no form asks for, or compare different units are named at their line."""

import pytest

from huizong.catalogue import check
from huizong.catalogue.from_folder import remarks
from huizong.steps.preparing import CATALOGUE_CHECKS


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("M2.current >= M8.current", "character 15: there is no indicator M8"),
        ("M2.now >= M3.current", "character 4: 'now' is no basis"),
        ("(M2 >= M3", "character 5: '>=' does not fit here"),
        ("M2 + M3", "character 8: the end does not fit here; expected"),
        ("G1 >= M3", "the rows of G1, M3 share no basis with values (G1 has cumulative; M3 has current); name the bases"),
        ("M2.current >= 1,200", "character 15: 1,200: a number has no thousands commas, write 1200"),
        ("avg(M2.current, M3.current) > 0", "character 1: there is no function avg; there are sum, children"),
        ("绝对值(M2.current) > 0", "character 1: there is no function 绝对值; is it abs?"),
        ("maxx(M2.current, 1) > 0", "character 1: there is no function maxx; is it max?"),
        ("(1) = (2) + (3)", "character 1: the comparison names no indicator; (1) is the number 1, write the indicator's code"),
        ("01行 = 02行", "character 1: there is no line 01 in this form: none of its rows has a `line`"),
        ("M2 = M3 或 M2 = 1 且 M3 = 1", "character 18: what must hold is joined by and alone or by or alone"),
    ],
)
def test_a_relation_that_cannot_work_is_refused_at_its_line(folder, expression, reason):
    path = folder / "forms" / "F1.yaml"
    path.write_text(path.read_text("utf-8").replace("M2.current >= M3.current", expression), "utf-8")
    (problem,) = check(folder, CATALOGUE_CHECKS)
    assert problem.startswith(f"forms/F1.yaml:18: tax-in-revenue: {reason}"), problem


def test_a_code_of_no_row_and_a_basis_that_no_form_asks_for(folder):
    path = folder / "forms" / "F1.yaml"
    good = path.read_text("utf-8")
    with (folder / "indicators.csv").open("a", encoding="utf-8") as indicators:
        indicators.write("Z9,库区面积,亩,0,stock,last,,,0,,,\n")
    path.write_text(good.replace("M2.current >= M3.current", "Z9 >= 0"), "utf-8")
    (problem,) = check(folder, CATALOGUE_CHECKS)
    assert problem == "forms/F1.yaml:18: tax-in-revenue: Z9 has a row in no form, so nobody reports it: give it one, or name another code"
    path.write_text(good.replace("M2.current >= M3.current", "M2.current >= M3.plan"), "utf-8")
    assert check(folder, CATALOGUE_CHECKS) == ()
    (remark,) = [line for line in remarks(folder, CATALOGUE_CHECKS) if line.startswith("forms/")]
    assert remark.startswith("forms/F1.yaml:18: tax-in-revenue: no form asks for M3.plan")
    path.write_text(good, "utf-8")
    assert [line for line in remarks(folder, CATALOGUE_CHECKS) if line.startswith("forms/")] == []


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("M2.current >= Z8.current", True),
        ("M2.current - Z8.current >= 0", True),
        ("max(M2.current, Z8.current) >= 0", True),
        ("M2.current >= Z8.current / 10000", False),
        ("M2.current >= M3.current", False),
    ],
)
def test_numbers_of_different_units_are_compared_with_a_remark(folder, expression, said):
    path = folder / "forms" / "F1.yaml"
    with (folder / "indicators.csv").open("a", encoding="utf-8") as indicators:
        indicators.write("Z8,补助金额,元,0,flow,sum,,,0,,,\n")
    path.write_text(path.read_text("utf-8").replace("M2.current >= M3.current", expression), "utf-8")
    told = [line for line in remarks(folder, CATALOGUE_CHECKS) if "different units" in line]
    assert bool(told) is said
    assert all("M2 in 万元, Z8 in 元" in line for line in told)


def test_every_spelling_of_the_language_passes_the_check(folder):
    path = folder / "forms" / "F1.yaml"
    path.write_text(
        path.read_text("utf-8").replace("M2.current >= M3.current", "当 M2.current≧M3.current 时，0≦M3.current≦M2.current"), "utf-8"
    )
    assert check(folder, CATALOGUE_CHECKS) == ()
