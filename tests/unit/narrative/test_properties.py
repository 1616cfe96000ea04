"""Properties that hold for any number, unit and frame, and for any text at all."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huizong.narrative import extract, extract_all
from huizong.narrative.extraction import reader
from huizong.narrative.grammar.lexicon import load

LEXICON = load()
# Nouns and what counts them: the frames stay sentences that a clerk could write.
COUNTED = [
    ("企业", "家"), ("案件", "件"), ("案件", "起"), ("项目", "个"), ("党员", "名"), ("群众", "人"), ("农户", "户"), ("宣传单", "份"),
    ("活动", "场"), ("活动", "次"), ("标语", "条"), ("桥梁", "座"), ("设备", "台"), ("房屋", "栋"), ("车辆", "辆"), ("隐患", "处"),
    ("生猪", "头"), ("苗木", "株"), ("资金", "万元"), ("投资", "亿元"), ("土地", "亩"), ("面积", "平方米"), ("公路", "公里"),
    ("垃圾", "吨"),
    ("游客", "万人次"), ("用电", "万千瓦时"), ("耕地", "公顷"), ("任务", "项"), ("志愿者", "人次"), ("奖补资金", "元"), ("水量", "立方米"),
]  # fmt: skip
FRAMES = ["全年完成{}{}。", "今年以来,累计处理{}{},成效明显。", "共涉及{}{},其中大部分已到位。", "截至6月底,已落实{}{};", "新增{}{}、"]
MASKS = ["xx", "XX", "××", "**", "○○", "____", "□□", "X", "XX.X"]
numbers = st.one_of(st.integers(1, 999_999).map(str), st.decimals("0.1", "9999.9", places=1).map(lambda d: f"{d:f}"))


def factor(unit: str) -> Decimal:
    """How many base units one of `unit` is."""
    scale = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}.get(unit[0], Decimal(1))
    return scale * LEXICON.units[unit.lstrip("万亿")].factor


@given(st.sampled_from(COUNTED), st.sampled_from(FRAMES), numbers)
def test_a_number_keeps_its_value(pair, frame, number):
    noun, unit = pair
    text = frame.format(noun, number + unit)
    figures = extract(text)
    assert [figure.surface for figure in figures] == [number + unit]
    assert Decimal(figures[0].base_value or "") == Decimal(number) * factor(unit)
    assert figures[0].value is not None
    assert Decimal(figures[0].value) == Decimal(number)
    assert figures[0].fault is None


@given(st.sampled_from(COUNTED), st.sampled_from(FRAMES))
def test_a_deleted_number_is_missing(pair, frame):
    noun, unit = pair
    text = frame.format(noun, unit)
    figures = extract(text)
    assert [(figure.kind, figure.surface, figure.start) for figure in figures] == [("missing", unit, text.index(noun) + len(noun))]


@given(st.sampled_from(COUNTED), st.sampled_from(FRAMES), st.sampled_from(MASKS))
def test_a_masked_number_is_a_placeholder(pair, frame, mask):
    noun, unit = pair
    figures = extract(frame.format(noun, mask + unit))
    assert [(figure.kind, figure.surface) for figure in figures] == [("placeholder", mask + unit)]
    assert figures[0].value is None
    assert figures[0].base_value is None


@given(numbers, st.sampled_from(["增长", "下降", "占比为", "覆盖率达", "满意度为"]))
def test_a_lost_percent_sign_is_a_fault(number, lead):
    figures = extract(f"全县工业产值{lead}{number},总体平稳。")
    assert [(figure.surface, figure.fault, figure.suspect_unit) for figure in figures] == [(number, "unit_missing", "%")]


ALPHABET = "0123456789.,%xX*（）()[]【】。,;:、“”-—~至万亿千百十一二三两半元亩个家件条人户年月日第季度占达为"
ALPHABET += "的增长同比以上约超余多共已力争计划"
ALPHABET += "○□_N…项目企业案投资资金 \n"
# The grammar's own words in any order, with what stands between them: 万 部, 亿 成本.
WORDS = sorted(
    {*LEXICON.units, *LEXICON.nouns, *LEXICON.unit_words.reasons, *LEXICON.words.reasons, *LEXICON.verbs.reasons, *LEXICON.dates}
)
BETWEEN = ["万", "亿", "12", "3.5", "十", " ", ",", "。", "、", "为", "了", "的", "余", "xx", "百分之", "(", ")"]
chains = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(BETWEEN)), max_size=12).map("".join)
texts = st.one_of(st.text(max_size=60), st.text(alphabet=ALPHABET, max_size=80), chains)


@given(texts)
def test_any_text_is_read_and_spans_are_sound(text):
    done = extract_all(text)
    previous = 0
    for figure in done.figures:
        assert text[figure.start : figure.end] == figure.surface
        assert previous <= figure.start <= figure.end <= len(text)
        previous = figure.end
        assert (figure.base_value is None) == (figure.kind in {"placeholder", "missing"})
        figure.to_json()
    for item in (*done.dates, *done.nonfigures):
        assert text[item.start : item.end] == item.surface
        assert item.end <= len(text)


@pytest.mark.parametrize(
    ("text", "surface"),
    [("运走9,719,383xxkg。", "9,719,383xxkg"), ("运走9,719,383**kg。", "9,719,383**kg"), ("占地1,383XXm2。", "1,383XXm2")],
)
def test_a_number_masked_in_part_keeps_its_thousands_before_a_unit_of_letters(text, surface):
    assert [(figure.kind, figure.surface) for figure in extract(text)] == [("placeholder", surface)]


def test_the_digit_of_a_unit_is_read_with_it_behind_a_number_of_something_else():
    done = extract_all("860皮长m2")
    assert [(item.surface, item.reason) for item in done.nonfigures] == [("860", "lexical"), ("m2", "code")]


@pytest.mark.parametrize("text", ["提起亿 成本下降。", "新装万 部电话。"])
def test_a_blank_between_a_bare_scale_and_its_unit_is_no_figure_and_no_failure(text):
    assert extract(text) == ()


@given(st.text(alphabet="我镇扎实推进基层治理服务群众持续改善民生福祉,。", max_size=60))
def test_prose_without_numerals_has_no_figures(text):
    assert extract(text) == ()


digits = st.one_of(
    st.integers(0, 99_999).map(str),
    st.decimals("0.1", "999.9", places=1).map(lambda number: f"{number:f}"),
    st.integers(1_000, 9_999_999).map(lambda number: f"{number:,}"),
)
joined = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(BETWEEN), digits), max_size=12).map("".join)


@given(joined)
def test_no_digit_falls_outside_of_what_was_read(text):
    done = extract_all(text)
    spans = [(item.start, item.end) for item in (*done.figures, *done.dates, *done.nonfigures)]
    for run in re.finditer(r"\d+", text):
        assert all(any(start <= at < end for start, end in spans) for at in range(*run.span())), (run, spans)


WORDS = sorted(reader().patterns.kinds)
FRAMES_OF_WORDS = ("由9件降为{}", "对逾期{}未整改的,处罚3家。", "全年{},同比增长5%。", "({})12个、{}。", " {}  {}")


@pytest.mark.parametrize("frame", FRAMES_OF_WORDS)
def test_every_word_that_is_read_may_stand_anywhere(frame):
    """Each anchor of the grammar in a frame that it was not made for, also as the last sign of a text without a stop."""
    for word in WORDS:
        extract(frame.format(word, word))


@given(st.lists(st.sampled_from([*WORDS, *LEXICON.units, *"万亿、,()-年日", "1", "2.5", "xx", "分别为", "其中"]), min_size=2, max_size=9))
def test_words_in_any_order_are_read(words):
    extract("".join(words))
