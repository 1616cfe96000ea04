"""Cues: words that say something of the figures after them; words that only hold one are told by what stands beside them."""

import re
from dataclasses import dataclass

from huizong.narrative.grammar.patterns import Patterns
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.meaning.goals import GOAL_NOUN, PROGRAMMES
from huizong.narrative.meaning.qualifiers import NO_ABOUT

NOT_CUE: dict[str, re.Pattern[str] | Ending] = {
    "了": re.compile("(?:为|除|罢)$"),
    "拟": re.compile("[模草虚比]$"),
    **dict.fromkeys(("应建", "应建成", "应完成", "应改造", "应实现"), re.compile("[供对适反响效相]$")),
    **dict.fromkeys(("需完成", "需实现", "需新增"), re.compile("[内供刚急所]$")),
    "为确保": re.compile("[成作]$"),
    "将": re.compile("[主战健干大武良名麻部]$"),
    "同期": re.compile("[合共]$"),
    "凡": re.compile("[平不非超]$"),
    "年前": re.compile("(?<![\\d零〇一二三四五六七八九])(?:\\d{1,2}|[一二两三四五六七八九十几多])$"),
    "预期": re.compile("[超低高出到]$"),
    "争取": re.compile("(?:[较比][^,。;]{0,6}[多少再]|[多少]|向上|对上|累计|共|已|成功|先后|并|为|又)$"),
    **dict.fromkeys(("要由", "要从"), re.compile("[需主重不首只想]$")),
    **dict.fromkeys(
        (
            "今年要",
            "年内要",
            "明年要",
            "要再",
            "要下降",
            "要降低",
            "要减少",
            "要增长",
            "要增加",
            "要提高",
            "要提升",
            "要突破",
            "要超过",
        ),
        re.compile("[需主重不]$"),
    ),
    "要在": re.compile("[重主首必不需]$"),
    "约": NO_ABOUT,
    "争创": re.compile("(?:成功|[已共“]|累计)$"),
    "谋划": re.compile("(?:年内|已|共|新|累计|先后|重点|精心|超前|前瞻)$"),
    "保": re.compile(""),
    "力促": re.compile("[合聚齐]$"),
    "计划": re.compile(f"(?:{PROGRAMMES}|[年度月季”」按照产度]|生产|完成|超额|行动|培养|攀登|三年|五年|两年|推进|提升|引才|攻坚|实施)$"),
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
    "预期": re.compile("寿命|效果|成效|目的|收益"),
    # 要在 begins a duty where a time follows it
    "要在": re.compile("(?!(?:\\d{1,2}月|年底|年内|本月|月底|明年|[^,。;]{0,6}[之以]?前))"),
    "了": re.compile("解|如|然|望|不"),
    "拟": re.compile("[定订人态声]"),
    "将建成": re.compile("区"),
    # 年度任务分解到14个村: the task is shared out, the villages are counted.
    **dict.fromkeys(
        ("年度任务", "目标任务", "全年任务", "任务指标", "年度目标"), re.compile("(?:已|逐级|逐项|层层)?(?:分解|细化|落实到|压实)")
    ),
    # 将安排80万元, 将再补栽60亩: what will be done; in 将5户纳入, 将资金拨付 it only leads the object.
    "将": re.compile(
        "(?!(?:[为向给对][^,。;]{2,16}?(?:发放|拨付|提供|兑现|配备|新建|建设|安装|改造|减免|办理)|(?:还|再|新|又|分别|陆续|另|共|一次性|分批|于|在)?(?:安排|补[栽种植建]|投[入资放]|[新改扩续重]建|建[设成]|改造|发放|拨付|启动|开工|竣工|实施|开展|举办|引进|招[引收聘录]|培[育训]|增[加至设]|新增|带动"
        "|由[^,。;]{2,14}(?:提高|提升|增加|扩大|降低|下降|减少|压减|缩短)[到至]"
        "|[^,。;\\d]{2,12}再(?:提高|提升|降低|增加|压减|上调|下调)|达到?|突破|超过?|实现|完成|提高|提升|减少|降[至低到]|下降|上升|增长|形成|产生|覆盖|惠及|解决|收购|种植|栽[植种]|交付|投[产用]|搬迁|安置|争取|筹[措集]|支付|下达|兑现|设立|打造|创建|办理|办结|净增|落户|入驻)))"
    ),
    "争取": re.compile("到|了|[,。;、]|[^,。;]{0,12}(?:资金|投资|补助|专项|债券|指标|用海|用地|用林|编制|支持|岗位|名额|奖补)"),
    # 建议将标准提高到12万元: what somebody asks for; 办理建议86件 counts them.
    "建议": re.compile("(?!,?(?:[^,。;\\d]{0,4})?(?:将|把|由|尽快|适当|提前|提高|明年|下一?年))"),
    "计划": re.compile("[”」》]|的|数|任务|目标|批|外|内|生育|[,。;、:]|书|单列|经济|性|总数"),
    "继续": re.compile("保持(?:在)?[^,。;]{0,8}(?:第|前)|保持(?:在)?[^,。;]{0,6}\\d|教育"),
    "进一步": re.compile("(?:提升|增强|提高|优化|完善|夯实|巩固|扩大|改善|规范|健全|降低|下降|增长)(?:[^,。;]{0,6})?[,。;]"),
    "年前": re.compile("[\\dxX×*(一二两三四五六七八九十]|[移进茅列]"),
    # 比上季度前移3位
    **dict.fromkeys(("季度前", "月前"), re.compile("[移进茅列后]")),
    "明年": re.compile("(?!)"),
    "共有": re.compile("产权|制"),
    "逾期": re.compile("(?!\\d)"),
    "限额": re.compile("以[上下]|标准"),
    "承诺": re.compile("兑现|制|践诺|书|件|“"),
    "规定": re.compile("动作|的?程序|要求"),
    "目前": re.compile("(?!)"),
    "现有": re.compile("进度|进展|条件|速度|趋势|政策|水平|标准"),
    "去年": re.compile("(?!)"),
}
# 目标任务完成率为98%: how far a goal was reached.
REACHED = Opening(
    "完成(?:率|进度|情况|比例|度)|达成率|兑现率|过半|(?:已|均已|全部|全面|顺利|圆满|如期|提前|基本|超额)(?:全部|全面|超额|圆满)?完成(?=[,。;、])"
)
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
