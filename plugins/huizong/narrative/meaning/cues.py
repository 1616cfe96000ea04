"""Cues: words that say something of the figures after them; words that only hold one are told by what stands beside them."""

import re
from dataclasses import dataclass

from huizong.narrative.grammar.patterns import Patterns
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.meaning.goals import GOAL_NOUN
from huizong.narrative.meaning.qualifiers import NO_ABOUT
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "cues")
any_of = LISTS.any_of

NOT_CUE: dict[str, re.Pattern[str] | Ending] = {
    "了": re.compile("(?:为|除|罢)$"),
    "拟": re.compile("[模草虚比]$"),
    **dict.fromkeys(LISTS.words("should_do"), re.compile("[供对适反响效相]$")),
    **dict.fromkeys(LISTS.words("need_do"), re.compile("[内供刚急所]$")),
    "为确保": re.compile("[成作]$"),
    "将": re.compile(f"{any_of('generals')}$"),
    "同期": re.compile("[合共]$"),
    "凡": re.compile("[平不非超]$"),
    "年前": re.compile("(?<![\\d零〇一二三四五六七八九])(?:\\d{1,2}|[一二两三四五六七八九十几多])$"),
    "预期": re.compile("[超低高出到]$"),
    "争取": re.compile(f"{any_of('no_striving')}$"),
    **dict.fromkeys(("要由", "要从"), re.compile("[需主重不首只想]$")),
    **dict.fromkeys(
        LISTS.words("must_do"),
        re.compile("[需主重不]$"),
    ),
    "要在": re.compile("[重主首必不需]$"),
    "约": NO_ABOUT,
    "争创": re.compile("(?:成功|[已共“]|累计)$"),
    "谋划": re.compile(f"{any_of('drawn_up')}$"),
    "建议": re.compile(f"{any_of('made_requests')}$"),
    "保": re.compile(""),
    "力促": re.compile("[合聚齐]$"),
    "计划": re.compile(f"{any_of('no_plan')}$"),
    "正在": re.compile("(?!)"),
    "共有": re.compile("[公]$"),
    "1-": re.compile(""),
}
NOT_CUE_AFTER = {
    # 全年目标:5亿元 quotes it
    "目标:": re.compile("\\d"),
    # 抓好项目谋划,…: what is drawn up is named
    "谋划": re.compile("[,。;、]"),
    # 较去年同期加快2.2个百分点
    "加快": re.compile("了?\\d"),
    "预期": LISTS.pattern("expected_things"),
    # 要在 begins a duty where a time follows it
    "要在": re.compile(f"(?!{any_of('by_then')})"),
    "了": re.compile("解|如|然|望|不"),
    "拟": re.compile("[定订人态声]"),
    "将建成": re.compile("区"),
    # 年度任务分解到14个村: the task is shared out, the villages are counted.
    **dict.fromkeys(LISTS.words("set_tasks"), re.compile(f"{any_of('handed')}?{any_of('hands_down')}")),
    # 将安排80万元, 将再补栽60亩: what will be done; in 将5户纳入, 将资金拨付 it only leads the object.
    "将": re.compile(f"(?!(?:[为向给对][^,。;]{{2,16}}?{any_of('done_for')}|{any_of('done_again')}?{any_of('done_with')}))"),
    "争取": re.compile(f"到|了|[,。;、]|[^,。;]{{0,12}}{any_of('means')}"),
    # 建议将标准提高到12万元: what somebody asks for; 办理建议86件 counts them.
    "建议": re.compile(rf"(?!,?(?:[^,。;\d]{{0,4}})?{any_of('asked_for')})"),
    "计划": LISTS.pattern("no_plan_next"),
    "继续": re.compile("保持(?:在)?[^,。;]{0,8}(?:第|前)|保持(?:在)?[^,。;]{0,6}\\d|教育"),
    "进一步": re.compile(f"{any_of('made_better')}(?:[^,。;]{{0,6}})?[,。;]"),
    "年前": re.compile("[\\dxX×*(一二两三四五六七八九十]|[移进茅列]"),
    # 比上季度前移3位
    **dict.fromkeys(("季度前", "月前"), re.compile("[移进茅列后]")),
    "明年": re.compile("(?!)"),
    "共有": re.compile("产权|制"),
    "逾期": re.compile("(?!\\d)"),
    # 起付线以上的费用: what lies above it
    **dict.fromkeys(("起付线", "起付标准"), re.compile("以[上下](?!\\d)")),
    "限额": re.compile("以[上下]|标准"),
    "承诺": re.compile("兑现|制|践诺|书|件|“"),
    "规定": re.compile("动作|的?程序|要求"),
    "目前": re.compile("(?!)"),
    "现有": LISTS.pattern("had_things"),
    "去年": re.compile("(?!)"),
}
# 目标任务完成率为98%: how far a goal was reached.
REACHED = Opening(any_of("reached"))
OF_TIME = Ending(r"(?:[本每当\d]月|半年|[全今本]年|季度)$")
PLANNED = re.compile("[\u4e00-\u9fff]{1,12}\\d")


@dataclass(slots=True, unsafe_hash=True)
class Cue:
    """A word that says something about the figures after it."""

    start: int
    end: int
    word: str
    kinds: tuple[str, ...]


def cues(text: str, patterns: Patterns) -> list[Cue]:
    """All cues of a paragraph that are not part of another word."""
    found = []
    for match in patterns.cue.finditer(text):
        word, start, end = match[0], match.start(), match.end()
        lead, tail = NOT_CUE.get(word), NOT_CUE_AFTER.get(word)
        if tail and tail.match(text, end):
            continue
        if lead and lead.search(text[max(0, start - 3) : start]) and not planned(text, word, start, end):
            continue
        if REACHED.match(text, end) is not None and GOAL_NOUN.search(word) is not None:
            continue
        found.append(Cue(start, end, word, patterns.cue_kinds[word]))
    return found


def planned(text: str, word: str, start: int, end: int) -> bool:
    """本月计划走访60户: no plan of the month, but what it plans."""
    return word == "计划" and OF_TIME.search(text[max(0, start - 3) : start]) is not None and PLANNED.match(text, end) is not None
