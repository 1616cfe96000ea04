"""The regular expressions of the grammar, compiled from the lexicon: each is anchored or bounded, so that none can blow up."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from huizong.narrative.figure import Qualifier
from huizong.narrative.grammar import shape_words
from huizong.narrative.grammar.lexicon import Lexicon
from huizong.narrative.grammar.numerals import CHARACTERS as NUMERALS
from huizong.narrative.grammar.traditional import TWINS

# One sign for each full-width twin, so that offsets stay; 、 and 。 are left alone.
FULL = {ord(full): chr(ord(full) - 0xFEE0) for full in map(chr, range(0xFF01, 0xFF5F))}
NORMAL = (
    TWINS
    | FULL
    | {
        ord("–"): "-",
        ord("－"): "-",
        ord("−"): "-",
        ord("〜"): "~",
        ord("∶"): ":",
        ord("\u00a0"): " ",
        ord("　"): " ",
        **dict.fromkeys(map(ord, "\u2002\u2003\u2007\u2009\u202f"), " "),
        **dict.fromkeys(map(ord, "\u2010\u2011\u2012\ufe63\u00ad"), "-"),
        ord("﹪"): "%",
        # 11.8︰48.3, 8•6%: a colon and a decimal point in other forms.
        **dict.fromkeys(map(ord, "\ufe30\u02d0\ufe55\ua789"), ":"),
        **dict.fromkeys(map(ord, "\u2022\u2027\u2219\u22c5\u30fb"), "·"),
    }
)
# 4百分点, 2个千分点: here 百 and 千 belong to the unit.
SCALE = "个亿(?!元)|万亿|[千百十]?亿|[千百十]?万(?!分[点之])|千(?![瓦克伏米卡帕赫兆]|分[点之])|百(?!分[点之])"
# 1·6 is a decimal with its point set high; (?=[万亿 ]?…): 1 318.5万亩 is one number, 5 300 alone may be two.
NUMBER = (
    r"\d{1,3}(?:,\d{3}){1,6}(?![\d,])(?:\.\d+)?|\d{1,3}(?: \d{3}){1,6}(?:\.\d+)?(?![\d.])(?=[万亿 ]?[^\W\da-z]|%)"
    r"|\d+(?:[.·]\d+)?"
)
MASK_SIGNS = "xX×*＊○〇□■#?_…"
# A question mark ends a sentence, unless it begins a mask: 同比增长?%.
ASKED = r"\?(?![?%‰亿万])"
BOUNDARY = rf"[,。;、:!)\]】”’》\s]|{ASKED}|$"
FILL_WORDS = "(?:待补充|待核实?|待统计|待填写?|待定|数据待补|暂缺|数据)"
CONTINUED = "和|及|以及|与|或|已|均|全|正|纳|通|完|获|被|并|同|累|涉|计|左右|以上|以下|以内|的|次性|逐一|逐个|分别|给予|予以|进行|开展"
MOVED = (
    "(?:增加|提高|提升|减少|下降|上升|降低|扩大|缩短|缩小|压缩|压减|调整|发展|增长|拓展|拓宽|加宽|延长|延伸"
    "|精简|精减|缩减|压降|上调|下调|归并|合并|回升|回落|恢复|攀升|跃升|上涨|下滑|收窄|转|增|降|升|减)[到至为]"
)
# What a movement starts from, its number lost: 由〔〕提高到90%, 从去年的〔〕降至6%.
LEVELS = (
    "",
    "上半年的",
    "一季度的",
    "去年的",
    "上年的",
    "年初的",
    "原来的",
    "原先的",
    "上月的",
    "上季度的",
    "上年末的",
    "同期的",
    "去年同期的",
    "上年同期的",
    *("每人每月", "每人每年", "每户每年", "每月", "每年", "每亩", "每吨", "每人"),
)
MOVED_LEADS = tuple(lead + year for lead in "由从" for year in LEVELS)
LOST = (
    rf"[,。;、:!?)(”\s]|$|{CONTINUED}|{MOVED}"
    r"|(?<=[户批宗栋处支期起件座场笔单份条次])(?:\d|人(?:[,。;、]|次)|[亩名户][,。;、]|\.?万?平方米|\.?万?亩)"
)
LOST_AFTER = re.compile(LOST)
CLAUSE = re.compile("[,。;:!?\n]")
# Classifiers that begin and end so many words that only their own noun right after them makes them one.
BEFORE_NOUN = frozenset("所批场期")
QUALIFIERS: tuple[Qualifier, ...] = ("at_least", "more_than", "about", "at_most", "less_than")


def alternation(words: Iterable[str], not_before: Mapping[str, str] = MappingProxyType({}), lead: str = "") -> str:
    """A pattern that matches the longest of the words, factored by first letters so that a miss costs little.

    A word of `not_before` does not match where its pattern follows; `lead` is what of the words stands before these.
    """
    tree: dict[str, list[str]] = {}
    for word in set(words):
        if word:
            tree.setdefault(word[0], []).append(word[1:])
    parts = []
    for first, rests in sorted(tree.items()):
        told = lead + first
        barred = f"(?!{not_before[told]})" if told in not_before else ""
        if rests == [""]:
            parts.append(re.escape(first) + barred)
        else:
            inner = alternation(rests, not_before, told)
            whole = barred if "" in rests else None
            parts.append(re.escape(first) + (f"(?:{inner}{'|' + whole if whole else ''})" + "?" * (whole == "") if inner else ""))
    return "|".join(parts)


def ends_before(lexicon: Lexicon) -> dict[str, str]:
    """Of the units whose last sign may begin a noun that the rest of them counts, what of the noun then follows: 2宗|地块, not 2宗地|块."""
    barred: dict[str, set[str]] = {}
    longer: dict[str, list[str]] = {}
    for name in lexicon.units:
        if len(name) > 1 and name[:-1] in lexicon.units:
            longer.setdefault(name[-1], []).append(name)
    for noun, counted in lexicon.nouns.items():
        for name in longer.get(noun[0], ()):
            if len(noun) > 1 and name[:-1] in counted:
                barred.setdefault(name, set()).add(noun[1:])
    return {name: alternation(tails) for name, tails in barred.items()}


class Heads(dict[str, re.Pattern[str]]):
    """The anchors by their first sign, each set as one pattern.

    A pattern is compiled when a text first has its sign: a text needs a few of the five hundred, a form none.
    """

    def __init__(self, entries: dict[str, str]) -> None:
        super().__init__()
        self.groups: dict[str, dict[str, str]] = {}
        for word, tail in entries.items():
            if word:
                self.groups.setdefault(word[0], {})[word] = tail

    def __missing__(self, first: str) -> re.Pattern[str]:
        self[first] = found = re.compile(trie(self.groups[first]))
        return found

    def alone(self) -> frozenset[str]:
        """The signs that are anchors alone, whatever follows them."""
        return frozenset(first for first, group in self.groups.items() if group == {first: ""})

    def first(self, seconds: dict[str, frozenset[str]]) -> re.Pattern[str]:
        """Where an anchor may begin: at a sign of its own, or at one of two signs that words of anchors begin with."""
        whole = re.escape("".join(sorted(self.groups.keys() - seconds.keys())))
        next_ = re.escape("".join(sorted(set().union(*seconds.values()))))
        return re.compile(f"[{re.escape(''.join(sorted(self.groups)))}](?:(?<=[{whole}])|(?=[{next_}]))")


@dataclass(frozen=True, slots=True)
class Patterns:
    """Compiled patterns; see `compile_patterns` for the reason of each.

    An anchor begins where `first` matches; `heads` says by its first sign what it looks like, `seconds` which signs may follow where
    all anchors with that sign are longer, `kinds` by its word or first sign what it is. A classifier before a stop,
    which lost its number there if it counts anything, is told by the group that its match then has.
    """

    first: re.Pattern[str]
    heads: Heads
    seconds: dict[str, frozenset[str]]
    kinds: dict[str, str]
    number: re.Pattern[str]
    numeral: re.Pattern[str]
    scale: re.Pattern[str]
    unit: re.Pattern[str]
    mask: re.Pattern[str]
    verb: re.Pattern[str]
    total: re.Pattern[str]
    noun: re.Pattern[str]
    size_noun: re.Pattern[str]
    cue: re.Pattern[str]
    cue_kinds: dict[str, tuple[str, ...]]
    before: dict[str, Qualifier]
    before_sizes: tuple[int, ...]
    before_ends: frozenset[str]
    after: re.Pattern[str]
    after_firsts: frozenset[str]
    after_kinds: dict[str, Qualifier]
    date_word: re.Pattern[str]
    note: re.Pattern[str]


def trie(entries: dict[str, str]) -> str:
    """A pattern of words, each with what must stand around it; every branch begins with a letter, so that a search can skip."""
    tree: dict[str, dict[str, str]] = {}
    for word, tail in entries.items():
        if word:
            tree.setdefault(word[0], {})[word[1:]] = tail
    parts = []
    for first, rests in sorted(tree.items()):
        longer = trie({rest: tail for rest, tail in rests.items() if rest})
        here = rests.get("")
        inner = [part for part in (longer, here) if part]
        optional = here == ""
        parts.append(re.escape(first) + (f"(?:{'|'.join(inner)})" if inner else "") + ("?" if optional and inner else ""))
    return "|".join(parts)


def second_signs(entries: dict[str, str]) -> dict[str, frozenset[str]]:
    """By first sign the second ones of the anchors, where none of them is a sign alone."""
    groups: dict[str, set[str]] = {}
    for word in entries:
        groups.setdefault(word[0], set()).add(word[1:2])
    return {first: frozenset(signs) for first, signs in groups.items() if "" not in signs}


def anchors(lexicon: Lexicon) -> tuple[dict[str, str], dict[str, str]]:
    """Every anchor with what must stand around it, and its kind."""
    entries: dict[str, str] = {}
    kinds: dict[str, str] = {}

    def add(kind: str, words: Iterable[str], tail: str = "") -> None:
        for word in words:
            if word not in entries or entries[word]:
                entries[word] = f"{entries[word]}|{tail}" if entries.get(word) and tail else tail
                kinds.setdefault(word, kind)

    lead = "".join(sorted(lead_signs(lexicon)))
    anywhere = {*lexicon.cues["classifier_free"], *lexicon.cues["classifier_led"]}
    units = lexicon.units.values()
    add("digit", "0123456789")
    add("numeral", NUMERALS)
    add("circled", (chr(code) for code in range(0x2460, 0x2474)))
    add("date", lexicon.dates)
    add("mask", [*MASK_SIGNS, "N", "待补充", "待核", "待核实", "待统计", "待填", "待填写", "待定", "数据待补", "暂缺", "[数据]"])
    add("mask", "([【〔", rf" *[)\]】〕]|{FILL_WORDS}[\])】]")
    add("mask", "(", r"(?=[^()\d]{2,40}\))")
    add("strong", (unit.name for unit in units if unit.orphan == "strong"))
    for unit in units:
        if unit.orphan in {"plain", "noun"}:
            # [^…] twice over: a negative look-behind also holds at the head of the text.
            after = "" if unit.name in anywhere else f"(?<![^{re.escape(lead)}]{unit.name})"
            inner = rf"|{after}(?=[\u4e00-\u9fff“])" if unit.numeral == "any" and len(unit.name) == 1 else ""
            if unit.dimension == "age":  # 〔周岁〕人口
                inner += "|(?=人口|老人|老年人|儿童|妇女|青年|适龄)"
            add("classifier", [unit.name], f"(?={LOST})()" + inner + (inner_nouns(lexicon, unit.name) if unit.name in BEFORE_NOUN else ""))
    # 最大风速〔米/秒〕, 均价〔元/斤〕: a slashed unit after its quantity.
    add("slashed", (unit.name + "/" for unit in units), r"(?=[A-Za-z\u4e00-\u9fff])")
    # 完成造林〔〕,为年度计划的104%: what was done stands between.
    done = r",(?:占|为|完成|同比|[较比]|增长|下降|增幅|降幅)"
    add("gap", ("完成",), r"(?=、[^,。;、\d]{1,8}完成\d)")
    add("gap", ("完成", "实现"), rf"(?=[,。;]|、\d)|(?=[^,。;:!?、\d]{{2,12}}{done})")
    add("gap", ("到位", "引进", "入库", "争取", "征收"), rf"(?=[^,。;:!?、\d]{{2,12}}{done})")
    # 新增就业〔〕,完成目标任务的118%: the share of a plan, whose own number should stand in the clause before.
    of_plan = r"(?=[^,。;:!?\d]{0,8}(?:计划|任务|目标|预算)(?:任务|总)?数?的?\d)"
    for word in ("完成", "为"):
        add("gap", (word,), f"(?<=,{word}){of_plan}")
    # 为调整预算数的〔〕,比上年增收300万元
    add("gap", ("为",), r"(?=(?:全年|年度?|年初|调整|既定){0,2}(?:计划|任务|目标|预算)(?:任务|总)?数?的[,。;])")
    # 已完成工程量的〔〕。
    add("gap", ("完成",), r"(?=[^,。;\d]{0,12}(?:任务|计划|目标|投资|工程量|总量|预算)的[,。;])")
    # 引进〔〕以上项目1个
    add("gap", ("引进", "签约", "落地", "新增", "实施", "开工", "招引", "谋划", "储备"), "(?=以上(?:项目|企业|工程))")
    # 收入超过〔〕的村: the bound of a class.
    of_class = "(?=的(?:村|社区|乡镇|企业|农户|家庭|项目|户|园区|合作社))"
    add("gap", ("超过", "突破", "低于", "高于"), of_class)
    add("gap", (*lexicon.cues["gap_after"], "为"), f"(?={BOUNDARY}|以上|以下|以内|之内|左右|得到|内(?=办结|完成|办理|[,。;]))")
    # 合格率在〔〕以上
    add("gap", ("在",), "(?:(?<=[率度均]在)|(?<=比重在))(?=以[上下内](?:[,。;、)]|的)|左右[,。;])")
    add("gap", ("均在",), "(?=内(?:扑灭|办结|完成|到达|到场|处置))")
    # 距离〔〕的目标
    add("gap", ("距离",), "(?=的(?:目标|任务))")
    # 是上年同期的〔〕: how many times as much
    add("gap", ("是",), r"(?=(?:(?:19|20)\d{2}年|上年|去年|前年)(?:同期|末|底)?的[,。;])")
    # 比种粮高出〔〕, 较上年翻了〔〕
    add("gap", ("高出", "多出", "翻了"), "(?=[,。;])")
    # 藏书28万册,人均〔〕,
    for each in ("人均", "户均", "亩均", "村均", "每人", "每户", "每亩"):
        add("gap", (each,), f"(?<=[,;]{each})(?=[,。;])")
    # 办结率和满意率分别为〔〕和97%
    add("gap", ("分别为",), r"(?=[和及与、]\d)")
    # 共接待游客〔〕,实现收入2亿元: a total of what is counted.
    add("total", ("累计", "共计", "合计", "总计", "共"), r"(?=[^,。;:!?、\d]{4,14}[,。;]|[\u4e00-\u9fff]{2}[,。;]|[,。;])")
    # 全县共有学校〔〕。
    add("total", ("共有", "现有", "实有", "共辖", "现辖"), r"(?=[\u4e00-\u9fff]{2,12}[,。;(])")
    # 小麦亩产〔〕,较上年增加12公斤: a level with its movement but not itself.
    step = "增加|提高|减少|下降|增长|降低|上升|压减|压降|增收|减收|上涨|下滑|回升|回落"
    moved_by = rf"(?:(?:{step})(?:了|约)?|[多少][\u4e00-\u9fff]?)\d"
    moving = rf"(?=,[较比](?:上年|去年|年初|同期|上月|上期)[^,。;\d]{{0,6}}?{moved_by})"
    arranged = ("支出安排", "收入安排", "预算安排")
    sums = (*(words.reasons if (words := lexicon.quantities.get("sum")) is not None else ()), "存栏", "出栏", *arranged)
    # 房地产开发投资〔〕,下降8.9%; 进出口总额〔〕,其中出口6亿元
    by_sum = rf"(?=[,、](?:[同环]比|增速|增幅|降幅)?(?:{step}|为|达)?(?:了|约)?\d(?<![,比]\d))|(?=,其中[^,。;:\d]{{1,12}}\d)"
    # 生猪存栏〔〕,母猪存栏4900头; 可增加收入〔〕以上
    # 实现生产总值〔〕,按可比价格计算,增长3%
    priced = "(?=,按(?:可比|不变|同)[^,。;\\d]{1,8},)"
    bounded = "(?=(?:以上|左右)[,。;]|以上的(?:村|企业|农户|家庭|项目)[^,。;]{0,4}\\d)"
    for word in sums:
        add(
            "level", (word,), rf"{priced}|(?=,[^,。;:\d]{{1,10}}\d)|{moving}|{by_sum}|{bounded}|(?=,[^,。;:\d]{{1,8}}{word}(?:达|为|约)?\d)"
        )
    # ,总人口〔〕,党员46人: a measure alone in its clause, in a row of figures.
    for word in ("人数", "户数", "总数", "面积"):
        add("level", (word,), r"(?=,[^,。;:\d]{1,16}\d)|(?=。)")
    for word in (*sums, *lexicon.cues.get("alone", ())):
        if len(word) > 1:
            add("level", (word,), rf"(?=。)|(?<=[,;]{word})(?=,[^,。;\d]{{1,10}}\d)")
    add("gap", ("突破", "迈过", "跨过", "跨越", "冲破", "越过"), "(?=大关)")
    # 实有经营主体〔〕,同比增长7%
    compared_with = [f"与{time}相比" for time in ("去年同期", "上年同期", "去年", "上年", "年初")]
    compared_with += [f"{lead}全{area}平均" for lead in ("较", "比", "高于", "低于") for area in "国省市县区"]
    for word in ("同比", "环比", *compared_with):
        add("moves", (word,), rf"(?<=,{word})(?=[^,。;\d]{{0,6}}\d)")
    # 控制在〔〕的年度目标以内
    add("gap", ("控制在", "稳定在", "保持在"), "(?=的[^,。;]{0,8}(?:目标|水平|范围|区间|标准))")
    for openers, tail in shape_words.anchors(lexicon.cues):
        add("shape", openers, tail)
    # 完成培训〔〕,其中脱贫户460人次: parts of what was done, whose whole has no number
    add("gap", ("其中",), r"(?<=[,。;(]其中)(?=[:,]?[^,。;:!?\d]{1,12}\d)")
    share = r"(?=[,。;、!?)]|$|以上|左右)"
    add("share", "占", rf"(?<![挤侵强抢霸攻独被乱多征圈进久所非违后补]占)(?:{share}|[^,。;:!?、]{{1,24}}(?<!目)的{share})")
    add("share", "占", rf"(?<=,占){of_plan}|(?<=,占)(?=[^,。;:!?\d]{{2,12}}的\d[\d.]*(?: ?%|成))")
    # 相当于全市平均水平的〔〕, 按合同价的〔〕扣除
    add("gap", ("相当于",), r"(?=[^,。;:!?、\d]{1,24}的[,。;])")
    add("share", ("按",), r"[^,。;:!?、\d]{2,10}的(?=扣除|收取|计提|缴纳|返还|加收)")
    compared = ("同比", "环比", "比上年", "较上年", "比去年", "较去年", "上年同期")
    moved = ("增长", "下降", "增加", "减少", "提高", "上升", "降低", "回落")
    add("growth", (first + second for first in compared for second in ("提升", "压减", "上涨", "下滑", "缩减")), r"(?=[,。;、!)]|$)")
    add("growth", (second + "了" for second in moved), r"(?=[,。;]|$)")
    add("growth", ("增收",), "(?<=[亩户人均]增收)(?=[,。;]|$)")
    add("moved", MOVED_LEADS, rf"(?={MOVED}(?:\d|[xX×*(]|{BOUNDARY}))")
    add("growth", (first + second for first in compared for second in moved), rf"(?=[,。;、!)]|{ASKED}|$)")
    add("growth", ("分别" + second for second in moved), "(?=[,。;、和与及]|$)")
    # 增加值21亿元,增长,: alone in its clause the movement has lost its rate.
    # 播种面积〔〕,增长2%: what moved is in the clause before.
    for word in moved:
        add("growth", (word,), rf"(?<=,{word})(?=(?:了|约)?\d)")
    for alone in ("增", "降"):
        add("growth", (alone,), f"(?<=[,;]{alone})(?=[,。;]|$)")
    # 收入增长, 比年初增加: before a stop; what stands before it says whether it was measured.
    # 水耗下降、电耗下降7%: a list of movements, one with its rate.
    listed = rf"、[^,。;、\d]{{2,8}}(?:{'|'.join(moved)}|提升)(?:了|约)?\d"
    add(
        "growth",
        (*moved, "提升", "缩短", "压减", "压降", "增收", "减收", "增支", "减支", "多支", "少支", "新增"),
        rf"(?=[,。;]|$|(?:以上|左右)(?:[,。;、)]|$)|{listed})",
    )
    add("lostdate", ("年月日", "年月份", "年月", "第季度", "截至月", "截止月", "截至月底", "截止月底", "截至月末", "截止月末", "截至月份"))
    add("lostdate", ("月日",), "(?<![每岁日]月日)")
    add("lostdate", ("月份", "至月", "至月底", "至月份"))
    add("lostdate", ("今年月", "去年月", "本年月", "上年月", "明年月"), "(?=[,。;底末份初])")
    add("lostdate", ("年",), "(?=,|全[县市区镇乡年局]|我[县市区镇乡局]|以来|至今)")
    for blank in ("月", "月底", "月末", "月份", "年"):
        add("lostdate", (blank,), f"(?<=  {blank})")
    # 平均得分〔分〕,最低71.5分
    scored = ("得分", "不低于", "不少于", "达到", "高达", "提高", "最高", "最低", "平均", "极差")
    if "分" in lexicon.units:
        add("scored", (word + "分" for word in scored), "(?=[,。;、)]|$|以[上下])")
    add("stub", ".-—~", rf"(?=[.\-—~]{{0,4}}(?:{SCALE})?(?:{alternation(lexicon.units)})|[,。;]|月)")
    # 已拆除违建〔〕,拆除率94%: the rate of an act whose number should stand before it
    add("rate", ("率",), r"(?<=,[\u4e00-\u9fff]{2}率)(?=(?:为|达到?)?\d)")
    # 小学入学率〔〕(毛入学率114.7%)
    add("rate", lexicon.quantities["rate"].reasons, r"(?=\([^()\d]{0,6}率\d)")
    add("rate", lexicon.quantities["rate"].reasons, r"(?=[,。;)]|$|以上|以下|以内|左右)")
    add("duration", ("连续年",))
    add("duration", ("连续次", "连续届", "连续轮"), "(?=[\u4e00-\u9fff,。;])")
    add("duration", ("提前天", "提前年"), "(?=[\u4e00-\u9fff,。;])")
    add("duration", ("期为年", "期为天"), "(?=[,。;、]|$)")
    # 覆盖率达〔成〕, 下降近〔成〕, 比常年少〔成〕
    add("tenths", (word + "成" for word in ("达", "到", "近", "约", "超", "少", "多")), "(?=[,。;、)]|$|以[上下]|左右)")
    # 经过〔天〕的奋战, 历经〔年〕建设: 经过 + 年 is no word; 经过年审 is.
    add("duration", ("经过年", "经过天", "通过年", "历经年", "历时年", "历时天"), "(?=[的多余]|[,。;]|时间|左右)")
    add("within", (name + tail for name in ("小时", "分钟", "天", "日", "工作日", "个工作日", "个月", "个小时") for tail in ("内", "以内")))
    # 计划用〔年〕时间, 通过〔年〕努力, 期限〔年〕
    add("duration", [lead + "年" for lead in ("用", "以", "花", "利用", "通过", "经过")], "(?=(?:左右)?的?(?:时间|努力|奋斗|攻坚|建设))")
    add("duration", ("超过天", "逾期天", "逾期日"), "(?=[未不的仍,。;])")
    add(
        "duration",
        ("未来年", "过去年", "期限年", "为期年", "期限为年", "合同期年", "服务期年", "保修期年", "最长年", "不少于年", "不低于年"),
        "(?=[,。;、]|$)",
    )
    add("duration", ("年来",), "(?<![^,。;\n”]年来)")
    add(
        "half",
        ("半年", "半天", "半个月", "半个小时", "半小时", "半学期", "半亩", "半公里", "半平方公里", "半吨", "半公斤"),
        "(?!报|会|谈|任务|目标|计划|总结|考核|度|工作(?!经[验历]))",
    )
    return entries, kinds


def inner_nouns(lexicon: Lexicon, unit: str) -> str:
    """A tail that lets a classifier stand right before a noun it counts: 新建〔所〕学校, 实施〔批〕项目, 组织〔场〕演出."""
    return f"|(?=(?:{alternation(noun for noun, units in lexicon.nouns.items() if unit in units)}))"


def lead_signs(lexicon: Lexicon) -> frozenset[str]:
    """Last signs of the words after which a classifier may lack its number."""
    words = (*lexicon.cues["verb"], *lexicon.cues["due"], *lexicon.nouns)
    return frozenset(word[-1] for word in words) | {
        "了",
        "过",
        "余",
        "后",
        ",",
        "。",
        "、",
        "”",
        " ",
        ";",
        "\n",
        *"为给向对由在有年县镇区乡市局园中内",
    }


def compile_patterns(lexicon: Lexicon) -> Patterns:
    """All patterns of a lexicon.

    unit: a unit with its denominator (元/亩, 微克/立方米) or its twin in brackets (台(套), 件(批)).
    cue: every word that decides roles, periods and sections, found in one pass over a paragraph that has figures.
    """
    entries, kinds = anchors(lexicon)
    by_first, seconds = Heads(entries), second_signs(entries)
    units = alternation(lexicon.units, ends_before(lexicon))
    single = "台|件|人|户|处|个|套|项|家|次|批|辆|座|条|栋|只|头|张|份|户次|间|株|所"
    rate = rf"/(?:(?:{units})|[年月季周]|[A-Za-zμ]+[0-9²³]?)(?:[·.](?:人|月|日|年|天|次))?"
    roles = ("target", "forecast", "soft", "actual", "plan_heading", "report_heading", "threshold")
    cue_kinds: dict[str, list[str]] = {}
    for kind in roles:
        for word in lexicon.cues.get(kind, ()):
            cue_kinds.setdefault(word, []).append(kind)
    before = {word: kind for kind in QUALIFIERS for word in lexicon.cues.get(f"{kind}_before", ())}
    after_kinds = {word: kind for kind in QUALIFIERS for word in lexicon.cues.get(f"{kind}_after", ())}
    return Patterns(
        first=by_first.first(seconds),
        heads=by_first,
        seconds=seconds,
        kinds=kinds,
        number=re.compile(NUMBER),
        numeral=re.compile(f"(?:[{NUMERALS.replace('千', '')}]|千(?![瓦克伏卡帕赫])){{1,16}}(?:点[零〇一二三四五六七八九]{{1,6}})?"),
        scale=re.compile(f"(?P<more>[余多几来+])?(?P<scale>{SCALE})?(?P<more2>[余多几来+])?"),
        # 5mm is no 5m: a unit in letters ends where its letters end.
        unit=re.compile(rf"(?:(?:{single})\((?:{single})\)|(?:{units}))(?:{rate})?(?!(?<=[A-Za-zμµ])[A-Za-z])"),
        mask=re.compile(
            rf"(?:[\d.]*[{MASK_SIGNS}](?:[{MASK_SIGNS}\d.]|,(?=[{MASK_SIGNS}\d]))*"
            rf"|[(\[【〔] *[)\]】〕]|N+(?![A-Za-z])|[\[(【]?{FILL_WORDS}[\])】]?)"
        ),
        verb=re.compile(alternation([*(verb for verb in lexicon.cues["verb"] if len(verb) > 1), "其中", "共有", "共计"])),
        total=re.compile(alternation(lexicon.cues["total"])),
        noun=re.compile(alternation(lexicon.nouns)),
        size_noun=re.compile(
            f"(?:以上(?:的)?[^,。;、\\d]{{0,6}}?)?(?:重点|重大|工业|产业|制造业|新|招商|优质|税收|产值|规模|特色|高效|连片){{0,2}}(?:{alternation(lexicon.size_nouns)})"
        ),
        cue=re.compile(alternation(cue_kinds)),
        cue_kinds={word: tuple(found) for word, found in cue_kinds.items()},
        before=before,
        before_sizes=tuple(sorted({len(word) for word in before}, reverse=True)),
        before_ends=frozenset(word[-1] for word in before),
        after=re.compile(alternation(after_kinds)),
        after_firsts=frozenset(word[0] for word in after_kinds),
        after_kinds=after_kinds,
        date_word=re.compile(alternation(lexicon.dates)),
        # (万元、%) heads columns; (存栏为头,其余为吨), (面积:万亩;产量:万吨): what each figure near is measured in.
        note=re.compile(
            rf"\((?:[^()\d,;:、]{{0,12}}(?P<said>[为以按:]) ?(?:{SCALE})?(?:{units})(?:计|统计|表示)?[,;、)]){{1,6}}(?<=\))"
            rf"|(?P<columns>\((?:(?:{SCALE})?(?:{units})[、,/]){{1,6}}(?:{SCALE})?(?:{units})\))"
        ),
    )
