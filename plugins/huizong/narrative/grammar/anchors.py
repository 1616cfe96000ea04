"""Anchors: the words and signs at which a figure, a date or a loss may be read, each with what must stand around it, and its kind."""

import re
from collections.abc import Iterable

from huizong.narrative.grammar import shape_words
from huizong.narrative.grammar.lexicon import Lexicon
from huizong.narrative.grammar.lone_anchors import add_lone
from huizong.narrative.grammar.notation import (
    ASKED,
    BEFORE_NOUN,
    BOUNDARY,
    FILL_WORDS,
    LOST,
    MASK_SIGNS,
    MOVED,
    MOVED_LEADS,
    MOVED_STEPS,
    SCALE,
)
from huizong.narrative.grammar.numerals import CHARACTERS as NUMERALS
from huizong.narrative.grammar.tries import Add, alternation
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "anchors")
any_of = LISTS.any_of

# The share of a plan or a goal, behind 完成, 为 or 占.
OF_PLAN = rf"(?=[^,。;:!?\d]{{0,8}}{any_of('plans')}(?:任务|总)?数?的?\d)"


def units(lexicon: Lexicon, add: Add) -> None:
    """Numbers, dates, masks, and units without number: 新建泵站〔座〕."""
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
                inner += f"|(?={any_of('people_of_age')})"
            add("classifier", [unit.name], f"(?={LOST})()" + inner + (inner_nouns(lexicon, unit.name) if unit.name in BEFORE_NOUN else ""))
    # 每人每月〔元〕补贴: 每月 is a date before it
    if "元" in lexicon.units:
        add("classifier", ("元",), f"(?<=每[月年人户亩头天]元)(?={any_of('paid')})()")
    # 最大风速〔米/秒〕, 均价〔元/斤〕: a slashed unit after its quantity.
    add("slashed", (unit.name + "/" for unit in units), r"(?=[A-Za-z\u4e00-\u9fff])")


def predicates(lexicon: Lexicon, add: Add) -> None:
    """What was done, is planned or reaches a value: 完成造林〔〕, 满意度为〔〕, 人均〔〕."""
    # 完成造林〔〕,为年度计划的104%: what was done stands between.
    done = f", ?{any_of('done_next')}"
    add("gap", ("完成",), r"(?=、[^,。;、\d]{1,8}完成\d|、[^,。;、\d]{1,6}\d[\d.]*[^,。;、\d]{1,4}、)")
    add("gap", ("完成", "实现"), rf"(?=[,。;]|、\d)|(?=[^,。;:!?、\d]{{2,12}}{done})")
    add("gap", LISTS.words("funds_act"), rf"(?=[^,。;:!?、\d]{{2,12}}{done})")
    # 新增就业〔〕,完成目标任务的118%: the share of a plan, whose own number should stand in the clause before.
    for word in ("完成", "为"):
        add("gap", (word,), f"(?<=,{word}){OF_PLAN}")
    # 为调整预算数的〔〕,比上年增收300万元
    add("gap", ("为",), f"(?={any_of('plan_kinds')}{{0,2}}{any_of('plans')}(?:任务|总)?数?的[,。;])")
    # 已完成工程量的〔〕。
    add("gap", ("完成",), rf"(?=[^,。;\d]{{0,12}}{any_of('sums_of_plan')}的(?:[,。;]|[和与及、]\d))")
    # 引进〔〕以上项目1个
    add("gap", LISTS.words("projects_act"), f"(?=以上{any_of('bounded_things')})")
    # 收入超过〔〕的村: the bound of a class.
    of_class = f"(?=的{any_of('classes')})"
    add("gap", LISTS.words("passes"), of_class)
    add("gap", (*lexicon.cues["gap_after"], "为"), f"(?={BOUNDARY}|以上|以下|以内|之内|左右|得到|内(?=办结|完成|办理|[,。;]))")
    # 合格率在〔〕以上
    add("gap", ("在",), f"(?:(?<={any_of('held_at')}在)|(?<=比重在))(?={any_of('held_by')})")
    add("gap", ("均在",), f"(?=内{any_of('in_time')})")
    # 覆盖率提高至〔〕以上
    for level in ("至以上", "到以上", "至以下", "到以下"):
        add("bounded", (level,), f"(?<=[例率重额量数度积高升降复]{level})(?=[,。;、)]|的)")
    # 距离〔〕的目标
    add("gap", ("距离",), "(?=的(?:目标|任务))")
    # 是上年同期的〔〕: how many times as much
    add("gap", ("是",), f"(?={any_of('whole_times')}(?:同期|末|底)?的[,。;])")
    # 比种粮高出〔〕, 较上年翻了〔〕
    add("gap", LISTS.words("compares"), "(?=[,。;])")
    # 藏书28万册,人均〔〕,
    for each in lexicon.cues["each_alone"]:
        add("gap", (each,), f"(?<=[,;]{each})(?=[,。;])")
    # 办结率和满意率分别为〔〕和97%
    add("gap", ("分别为",), r"(?=[和及与、]\d)")
    # 新开工4.9万户,分别完成〔〕、100.7%; 提高幅度达〔〕和20%
    add("growth", LISTS.words("each_done"), r"(?=[和及与、]\d)")
    add("gap", ("达", "达到"), r"(?=[和及与]\d)")


def levels(lexicon: Lexicon, add: Add) -> None:
    """Totals and levels: 共接待游客〔〕, 小麦亩产〔〕,较上年增加12公斤."""
    # 共接待游客〔〕,实现收入2亿元: a total of what is counted.
    add("total", LISTS.words("in_all"), r"(?=[^,。;:!?、\d]{4,14}[,。;]|[\u4e00-\u9fff]{2}[,。;]|[,。;])")
    # 全县共有学校〔〕。
    add("total", LISTS.words("has"), r"(?=[\u4e00-\u9fff]{2,12}[,。;(])")
    # 小麦亩产〔〕,较上年增加12公斤: a level with its movement but not itself.
    step = any_of("steps")
    moved_by = rf"(?:(?:{step})(?:了|约)?|[多少][\u4e00-\u9fff]?)\d"
    moving = rf"(?=, ?[较比]{any_of('compared_times')}[^,。;\d]{{0,6}}?{moved_by})"
    arranged = LISTS.words("arranged")
    sums = (*(words.reasons if (words := lexicon.quantities.get("sum")) is not None else ()), "存栏", "出栏", *arranged)
    # 房地产开发投资〔〕,下降8.9%; 进出口总额〔〕,其中出口6亿元
    by_sum = rf"(?=(?:[,、]|, )(?:[同环]比|增速|增幅|降幅)?(?:{step}|为|达)?(?:了|约)?\d(?<![,比]\d))|(?=,其中[^,。;:\d]{{1,12}}\d)"
    # 生猪存栏〔〕,母猪存栏4900头; 可增加收入〔〕以上
    # 实现生产总值〔〕,按可比价格计算,增长3%
    priced = "(?=,按(?:可比|不变|同)[^,。;\\d]{1,8},)"
    bounded = rf"(?=(?:以上|左右)[,。;]|以上的{any_of('classes_bounded')}[^,。;]{{0,4}}\d)"
    for word in sums:
        add(
            "level", (word,), rf"{priced}|(?=,[^,。;:\d]{{1,10}}\d)|{moving}|{by_sum}|{bounded}|(?=,[^,。;:\d]{{1,8}}{word}(?:达|为|约)?\d)"
        )
    # ,总人口〔〕,党员46人: a measure alone in its clause, in a row of figures.
    for word in LISTS.words("sums"):
        add("level", (word,), r"(?=,[^,。;:\d]{1,16}\d)|(?=。)")
    for word in (*sums, *lexicon.cues.get("alone", ())):
        if len(word) > 1:
            add("level", (word,), rf"(?=。)|(?<=[,;]{word})(?=,[^,。;\d]{{1,10}}\d)")


def shares(lexicon: Lexicon, add: Add) -> None:
    """Shapes, parts and shares: 占总人口〔〕, 其中…, 相当于…的〔〕."""
    add("gap", LISTS.words("breaks"), "(?=大关)")
    # 实有经营主体〔〕,同比增长7%
    compared_with = [f"与{time}相比" for time in LISTS.words("compared_with")]
    compared_with += [f"{lead}全{area}平均" for lead in ("较", "比", "高于", "低于") for area in "国省市县区"]
    for word in ("同比", "环比", *compared_with):
        add("moves", (word,), rf"(?<=,{word})(?=[^,。;\d]{{0,6}}\d)")
    # 增长8%,高于全市平均〔〕; 高于全市平均水平 is whole
    add(
        "beyond",
        (lead + f"全{area}平均" for lead in LISTS.words("lies_to") for area in "国省市县区"),
        "(?=[,。;])",
    )
    # 控制在〔〕的年度目标以内
    add("gap", LISTS.words("kept_at"), f"(?=的[^,。;]{{0,8}}{any_of('levels')})")
    for openers, tail in shape_words.anchors(lexicon.cues):
        add("shape", openers, tail)
    # 完成培训〔〕,其中脱贫户460人次: parts of what was done, whose whole has no number
    add("gap", ("其中",), r"(?<=[,。;(]其中)(?=[:,]?[^,。;:!?\d]{1,12}\d)")
    share = r"(?=[,。;、!?)]|$|以上|左右)"
    add("share", "占", rf"(?<!{any_of('seizes')}占)(?:{share}|[^,。;:!?、]{{1,24}}(?<!目)的{share})")
    add("share", "占", rf"(?<=,占){OF_PLAN}|(?<=,占)(?=[^,。;:!?\d]{{2,12}}的\d[\d.]*(?: ?%|成))")
    # 相当于全市平均水平的〔〕, 按合同价的〔〕扣除
    add("gap", ("相当于",), r"(?=[^,。;:!?、\d]{1,24}的[,。;])")
    add("share", ("按",), rf"[^,。;:!?、\d]{{2,10}}的(?={any_of('taken')})")


def movements(lexicon: Lexicon, add: Add) -> None:
    """Movements: 同比增长〔〕, 由〔〕提高到90%, 水耗下降〔〕、电耗下降7%."""
    compared, moved = lexicon.cues["compared"], lexicon.cues["moved"]
    add("growth", (first + second for first in compared for second in LISTS.words("moved")), r"(?=[,。;、!)]|$)")
    add("growth", (second + "了" for second in moved), r"(?=[,。;]|$)")
    add("growth", ("增收",), "(?<=[亩户人均]增收)(?=[,。;]|$)")
    add("moved", MOVED_LEADS, rf"(?={MOVED}(?:\d|[xX×*(]|{BOUNDARY}))")
    # 由2022年的〔〕提高到65%
    years = rf"(?<=[由从](?:19|20)\d\d年的{{}})(?=\d|[xX×*(]|{BOUNDARY})"
    for step in MOVED_STEPS:
        add("levelled", (f"的{step}",), years.format(step))
    add("growth", (first + second for first in compared for second in moved), rf"(?=[,。;、!)]|{ASKED}|$)")
    add("growth", ("分别" + second for second in moved), "(?=[,。;、和与及]|$)")
    # 增加值21亿元,增长,: alone in its clause the movement has lost its rate.
    # 播种面积〔〕,增长2%: what moved is in the clause before.
    for word in moved:
        add("growth", (word,), rf"(?<=,{word})(?=(?:了|约)?\d)|(?<=、{word})(?=、)")
    for alone in ("增", "降"):
        add("growth", (alone,), f"(?<=[,;]{alone})(?=[,。;]|$)")
    # 收入增长, 比年初增加: before a stop; what stands before it says whether it was measured.
    # 水耗下降、电耗下降7%: a list of movements, one with its rate.
    listed = rf"、[^,。;、\d]{{2,16}}(?:{'|'.join(moved)}|提升)(?:了|约)?\d"
    add(
        "growth",
        (*moved, *lexicon.cues["moved_also"]),
        rf"(?=[,。;]|$|(?:以上|左右)(?:[,。;、)]| [,。;]|$)|{listed})",
    )


def lost_dates(lexicon: Lexicon, add: Add) -> None:
    """Dates without digits: 〔年月份〕, 截至〔月〕底."""
    add("lostdate", LISTS.words("dates_lost"))
    add("lostdate", ("月日",), "(?<![每岁日]月日)")
    add("lostdate", LISTS.words("months_lost"))
    add("lostdate", LISTS.words("years_months_lost"), "(?=[,。;底末份初])")
    add("lostdate", ("年",), f"(?=,|{any_of('after_years')})")
    for blank in LISTS.words("ends_lost"):
        add("lostdate", (blank,), f"(?<=  {blank})")


def remains(lexicon: Lexicon, add: Add) -> None:
    """Scores, stubs, rates and spans of time: 得分〔分〕, 〔.亿元〕, 办复率〔〕, 连续〔年〕, and halves."""
    # 平均得分〔分〕,最低71.5分
    if "分" in lexicon.units:
        add("scored", (word + "分" for word in lexicon.cues["scored"]), "(?=[,。;、)]|$|以[上下])")
    add("stub", ".-—~", rf"(?=[.\-—~]{{0,4}}(?:{SCALE})?(?:{alternation(lexicon.units)})|[,。;]|月)")
    # 已拆除违建〔〕,拆除率94%: the rate of an act whose number should stand before it
    add("rate", ("率",), r"(?<=,[\u4e00-\u9fff]{2}率)(?=(?:为|达到?)?\d)")
    # 小学入学率〔〕(毛入学率114.7%)
    add("rate", lexicon.quantities["rate"].reasons, r"(?=\([^()\d]{0,6}率\d)")
    add("rate", lexicon.quantities["rate"].reasons, r"(?=[,。;)]|$|以上|以下|以内|左右)")
    add("duration", ("连续年",))
    add("duration", ("持续天",), "(?=[超高降低出阴晴干未无]|[,。;])")
    add("duration", LISTS.words("in_row"), "(?=[\u4e00-\u9fff,。;])")
    add("duration", ("提前天", "提前年"), "(?=[\u4e00-\u9fff,。;])")
    add("duration", ("期为年", "期为天"), "(?=[,。;、]|$)")
    # 覆盖率达〔成〕, 下降近〔成〕, 比常年少〔成〕
    if "成" in lexicon.units:
        add("tenths", (word + "成" for word in lexicon.cues["tenths"]), "(?=[,。;、)]|$|以[上下]|左右)")
    # 经过〔天〕的奋战, 历经〔年〕建设: 经过 + 年 is no word; 经过年审 is.
    add("duration", LISTS.words("passed_times"), "(?=[的多余]|[,。;]|时间|左右)")
    add("within", (name + tail for name in LISTS.words("time_units") for tail in ("内", "以内")))
    # 计划用〔年〕时间, 通过〔年〕努力, 期限〔年〕
    add("duration", [lead + "年" for lead in LISTS.words("time_leads")], f"(?=(?:左右)?的?{any_of('time_uses')})")
    add("duration", LISTS.words("overdue"), "(?=[未不的仍,。;])")
    add(
        "duration",
        LISTS.words("terms"),
        "(?=[,。;、]|$)",
    )
    # 〔年〕以上的积案, 遭受〔年〕不遇的雪灾: what counts without digits stands before none of these
    for since in LISTS.words("only_counted"):
        add("duration", (since,), rf"(?<=[\u4e00-\u9fff]{since})(?<!{any_of('counting_years')}{since})")
    add("duration", ("年来",), "(?<![^,。;\n”]年来)")
    add(
        "half",
        LISTS.words("halves"),
        f"(?!{any_of('no_half')})",
    )


def anchors(lexicon: Lexicon) -> tuple[dict[str, str], dict[str, str]]:
    """Every anchor with what must stand around it, and its kind; a word of two groups is of the first one's kind."""
    entries: dict[str, str] = {}
    kinds: dict[str, str] = {}

    def add(kind: str, words: Iterable[str], tail: str = "") -> None:
        for word in words:
            if word not in entries or entries[word]:
                entries[word] = f"{entries[word]}|{tail}" if entries.get(word) and tail else tail
                kinds.setdefault(word, kind)

    for group in (units, predicates, levels, shares, movements, lost_dates, remains):
        group(lexicon, add)
    add_lone(add)
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
        *LISTS.words("lead_signs"),
    }
