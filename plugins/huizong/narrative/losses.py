"""Anchors of what dropped out: orphan units, empty predicates, dates without digits."""

import re

from huizong.narrative.draft import Draft, empty, without_value
from huizong.narrative.found import Found, Parallel
from huizong.narrative.grammar.patterns import CLAUSE
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.lost.bare import PROVING
from huizong.narrative.lost.gaps import AS_NOUN, AVERAGED, MOVED_TO
from huizong.narrative.lost.lone_units import counted_fellow
from huizong.narrative.lost.predicates import RATE_END, undated
from huizong.narrative.numbers.cardinals import Cardinals

SHARED = Ending(r"\d[\d.]*(?:[万亿]的$|[余多]?[万亿]?(?:元|亩|吨|人|户|家|个|件|公里|平方米|立方米|美元|公顷)的$)")
PLAIN = re.compile("(?![和与及至到比])[\u4e00-\u9fff]+")
# 理由, 自由, 服从: words that end like the lead of a movement.
REASON = Ending("[理自缘事经案为来情根服听顺跟]$")
PAST_FIGURE = re.compile("(?:以上|以下|以内|左右)?")
# 提高办结率, 群众满意率,稳步提升: the rate is the object of a verb, or its predicate still comes.
RATE_VERB = re.compile(
    "提|升|降|增|保证|调整|上调|下调|抓|制定|确定|测算|计算|公布|执行(?!完毕|到位|标的)|实行|适用|规定|确保|保障|达|稳|扩大|考核|优化|关注|监测|统计|包括|影响|改善|推动|促进|加大|注重|追求|强化|(?<!血)压|控制|巩固|不断|切实|着力|(?<!结)对(?!象|外)|为(?!民)|将|把|以(?![上下内外])|和|与|等|的|是|在(?![园校岗职建册编籍读])|从|其|看|低|高(?!血压|血脂|校|中|标|新|龄|速|层|危|考)|比例"
)
# 合格率,较上年提高2个百分点: a rate with its movement but not itself.
RATE_MOVES = Opening(
    ",(?:(?:同比|环比|[较比]|高于|低于|快于|慢于|优于)[^,。;]{0,16}\\d|(?:位?[居列]|排名?|名列)(?:全[国省市县区]|第|前|各)|[高低优]于全[国省市县区])"
)
RATE_GOES_ON = Opening(
    ",?(?:均|都|明显|持续|稳|不断|大幅|显著|有所|得到|进一步|位居|居|位|排名|高于|低于|逐|较|比|同比|继续|保持|分别|呈|全面|实现|超(?![速载限标期市])|也|又|再(?!生|就业|融资)|已|更|为|达|在)"
)
RATED = re.compile(r"(?:为|达到?)?\d")
BESIDE = re.compile(r",[^,。;:\d]{1,16}\d")
# 粮食产量,今年预计全年7.2亿斤: the number stands behind its time.
OWN_NEXT = re.compile(r",(?:(?:今年|去年|上年|本年|全年|上半年|预计|目前|截至目前)(?:可|将|约|共|已)?){1,4} ?\d")
LEVEL_NEXT = re.compile(r",(?:按|其中|[同环]比|[较比]|增速|增幅|降幅|增|下|减|提高|降低|上升|压|上涨|回|达|为)")
WHOLE_OF = re.compile("(?:全年|年末|[全我][县市区镇乡村]|各类学校|目前|其中)+")
# 批发和零售业增加值〔〕,增长1.7%: what is named may be two things.
AND = re.compile("(?<![调缓温平柔饱])[和与](?!谐|平|解)")
BOUND = Opening("(?:以上|以下|以内|左右)(?=[,。;、)]|的|$)")
OWN_COUNT = re.compile(r" ?\d[\d.]*[余多]?[万亿]?")
# Signs before a unit, and after it, that may make a loss of what is a part of a word.
TELLING = PROVING | frozenset("到至 ")
MOVING = MOVED_TO.firsts
# The sign of a rate is no part of a word; 周岁 is one, and a bound or a class of people proves its loss.
OWN_RATE = 6  # signs between a rate's number and the rate that it is of
TOLD_APART = frozenset({"rate", "age"})
AVERAGING = AVERAGED.firsts
# 低保标准为〔元/月〕; 单位为元/月 is a caption.
STANDARD = Ending(
    "(?:标准|价格|均价|单价|水价|电价|工资|补助|补贴|租金|奖励|奖补|报酬|保费|成本|收益|单产|亩产|费用|收费)[为达约是]?到?$|(?:提高|增加|下降|降低|[增降升涨提])[到至]$"
)
MOVED_SINCE = re.compile(r"[^,。;\d]{0,10}\d")
PART = re.compile(r"其中[:,]?[^,。;:\d]{1,12}\d")
# 全县共有学校〔〕。其中小学29所: across a stop only what is said to be there in all lacks its number.
IN_ALL = re.compile("共|现有|累计|实有|设有|总计|合计")
TENTHS_BEFORE = Ending("(?:增长|下降|增加|减少|提高|降低|上升|回落|[增减]产|[增减]收|占比?|率|比重|面)$")
SURELY_SCORED = ("得分", "不低于", "不少于", "达到", "高达")
COMPARED = re.compile("[较比]")
DONE = ("完成", "实现", "到位", "引进", "入库", "争取", "征收")
CLASSED = frozenset({"引进", "签约", "落地", "新增", "实施", "开工", "招引", "谋划", "储备"})
OF_WHOLE = re.compile(r"[^,。;:!?、\d]{1,24}的(?=[,。;])")
TIMES_OF = re.compile(r"(?:(?:19|20)\d{2}年|[上去前]年)(?:同期|末|底)?的")
SHARE_HERE = re.compile(r"[^,。;:!?\d]{0,8}(?:计划|任务|目标|预算)(?:任务|总)?数?的?\d|[^,。;:!?\d]{2,12}的\d[\d.]* ?%")
SHARE_DONE = re.compile(r"[^,。;\d]{0,12}(?:任务|计划|目标|投资|工程量|总量|预算)的(?=[,。;])")
# 对完成任务的,给予奖励: those who did it.
WHO = re.compile("[对凡未按如]|提前|全面|超额|圆满|率先|能够|没有|不能")
NEXT_FIGURE = re.compile(r",[^,。;\d]{0,8}\d")
SHARE_OF_PLAN = re.compile(r"(?:全年|年度?|年初|调整|既定){0,2}(?:计划|任务|目标|预算)(?:任务|总)?数?的(?=[,。;])")
GROWTH_ENDS = frozenset(",。;、!)以左和与及?") | {""}
# What was done, or is totalled, up to the stop.
OBJECT = re.compile(r"[^,。;:!?、\dxX×*＊○□■_#…()\[\]【】 ]+(?=[,;。(])")
SLASHED_ENDS = Opening("[,。;、!?)]|左右|以[上下]")
PREDICATES = frozenset("为达约是到至")
# 各项, 每户, 逐项: these stand for the number.
LICENCE = frozenset("各每这那逐某哪几首")
# 下辖〔个〕中队: 个中 and 户外 begin few nouns, 名优 and 家庭 many.
CLOSED_UP = frozenset("个户名")

# Behind these the word that calls for a quantity stands further back; units that more than the words before them may make a loss of.
BEHIND = TELLING | frozenset("了过)仅")
OPEN = frozenset("户人元家")


class Losses:
    """Reads what has no number where one is due."""

    def __init__(self, shared: Cardinals) -> None:
        self.lexicon, self.patterns, self.lead_signs = shared.lexicon, shared.patterns, shared.lead_signs
        self.composer, self.masks, self.gaps, self.doubts = shared.composer, shared.masks, shared.gaps, shared.doubts
        self.rows = shared.rows
        self.predicates, self.shapes, self.classifiers = shared.predicates, shared.shapes, shared.classifiers
        lexicon = shared.lexicon
        # the last signs of words after which a count may stand
        self.leading = self.gaps.reaching | set(lexicon.counted.ends) | set(self.classifiers.leads.ends)
        self.open = OPEN | {unit.name for unit in lexicon.units.values() if unit.dimension == "rate"}
        self.counted_ends = {word for word in lexicon.counted.reasons if len(word) == 1}

    def on_strong(self, text: str, start: int, end: int, found: Found) -> int | None:
        """A unit of measure without number."""
        if found.nonfigures and found.nonfigures[-1][2] == "lexical" and 0 < start - found.nonfigures[-1][1] <= 3:
            at = found.nonfigures[-1][1]
            if text[at - 1].isdigit() and PLAIN.fullmatch(text, at, start):
                # 860皮长公里: a number with a unit that is not in the list
                return found.none(start, end, "code") if text[end - 1].isdigit() else None
        stop = self.on_orphan(text, start, end, found, "strong")
        if stop is None and text[end - 1].isdigit():  # m2 alone: its digit is read with it
            return found.none(start, end, "code")
        return stop

    def on_lost(self, text: str, start: int, end: int, found: Found) -> int | None:
        """A classifier without number before punctuation."""
        if (
            text[start - 1 : start] not in self.counted_ends
            and not text.startswith("左", end)
            and self.part(text, start, end)
            and not counted_fellow(text, start, end)
        ):
            return None
        return self.on_orphan(text, start, end, found, "lost")

    def on_inner(self, text: str, start: int, end: int, found: Found) -> int | None:
        """A classifier without number between verb and noun (走访了〔家〕企业) or noun and verb (政策〔项〕纳入)."""
        if text[start - 1 : start] in LICENCE or self.part(text, start, end):  # most classifiers of plain prose
            return None
        if self.lexicon.unit_words.starting(text, start, end + 1) and not (
            text[start:end] in CLOSED_UP and self.gaps.reaches(text, end, end + 1, text[start:end])
        ):
            return None
        if text[start - 1 : start] not in self.lead_signs:  # no word that calls for a quantity ends so: only the noun can prove it
            taken = (start < found.last or found.counted_at(text, start)) and not (found.follows_name(start) or found.follows_date(start))
            if (
                taken
                or self.gaps.averaged(text, start, end)
                or not self.classifiers.lost(text, start, end, self.lexicon.units[text[start:end]])
            ):
                return None
            return self.counted(text, start, end, found)
        return self.on_orphan(text, start, end, found, "inner")

    def part(self, text: str, start: int, end: int) -> bool:
        """Whether the unit ends a word or stands inside it, behind nothing that could make a loss of it: what is told at one look."""
        if (
            text[start - 1 : start] in BEHIND
            or text[end : end + 1] in MOVING
            or text[start - 2 : start] in self.leading
            or text[start:end] in self.open
        ):
            return False
        word = self.lexicon.unit_words.covering(text, start, end)
        return word is not None and word[0] < start

    def counted(self, text: str, start: int, end: int, found: Found) -> int:
        """Note the lost number of a classifier, with the 余 before it."""
        more = text[start - 1 : start] == "余"
        draft = without_value(
            start - more, end, "missing", "", text[start:end], self.lexicon.units[text[start:end]], rule="classifier-before-noun"
        )
        draft.qualifier = "more_than" if more else None
        return found.figure(draft)

    def on_slashed(self, text: str, start: int, end: int, found: Found) -> int | None:
        """A slashed unit without number right after the quantity it measures: 最大风速〔米/秒〕; 单位:元/吨 is a caption."""
        unit = self.patterns.unit.match(text, start)
        if unit is not None and unit.end() > end:
            standard = STANDARD.search(text[max(0, start - 5) : start]) is not None and (
                text[start - 1] in PREDICATES or SLASHED_ENDS.match(text, unit.end()) is not None or unit.end() == len(text)
            )
            if standard or self.lexicon.measured.ending(text, start) is not None:
                return found.figure(Draft(start, unit.end(), "missing", unit=unit[0], base_unit=unit[0], rule="slashed-unit"))
        if self.lexicon.units[text[start : end - 1]].orphan != "strong":
            return None
        stop = self.on_orphan(text, start, end - 1, found, "strong")
        if stop is None or unit is None or unit.end() <= end:
            return stop
        draft = found.drafts[-1]  # 达到〔毫克/升〕: the loss is of the whole unit
        draft.end, draft.unit, draft.base_unit = unit.end(), unit[0], unit[0]
        return unit.end()

    def on_orphan(self, text: str, start: int, end: int, found: Found, group: str) -> int | None:
        """A unit without number; nothing if a numeral was just read before it, unless the unit has a figure of its own (42宗〔亩〕)."""
        last = found.last
        taken = start < last or (start == last and found.counted_at(text, start))
        if taken and not (found.follows_name(start) or found.follows_date(start)):
            draft = self.doubts.sure(text, start, end, found) if start == last else None
            return found.figure(draft) if draft is not None else None
        following, lead = text[end : end + 1], text[start - 1 : start]
        if (following in AVERAGING or text[start] in (following, lead)) and self.gaps.averaged(text, start, end):
            return None
        blank = lead == " "
        own = OWN_COUNT.match(text, end) if following == " " or following.isdigit() else None
        if own is not None and text.startswith(text[start:end], own.end()):
            return None  # 持证户2430户: what ends like a unit is counted by it
        if group == "lost" and not blank and AS_NOUN.match(text, end) is not None:
            return None
        unit = self.lexicon.units[text[start:end]]
        if lead not in TELLING and following not in MOVING and unit.dimension not in TOLD_APART and self.gaps.word(text, start, end):
            # a part of a word, before nothing that could make it more: only a row of counts may yet
            telling = group == "lost" and (
                unit.name == "家" or text.startswith("左右", end) or self.doubts.due(text, start, end) or counted_fellow(text, start, end)
            )
        else:
            telling = True
        draft = None
        if telling:
            draft = None if blank else self.gaps.orphan(text, start, end, group, Parallel(text, start, found))
            draft = draft or self.doubts.sure(text, start, end, found)
        if draft is None and group == "inner" and self.classifiers.lost(text, start, end, unit):
            return self.counted(text, start, end, found)
        draft = draft or (None if blank else self.classifiers.closing(text, start, end, unit, found))
        if draft is None or draft.start < last:
            if draft is None and group == "lost":
                self.doubts.doubt(text, start, end, "", found)
            elif draft is None and group == "inner" and telling:
                self.doubts.before_noun(text, start, end, found)
            return None
        found.drafts.append(draft)
        return draft.end

    def on_gap(self, text: str, start: int, end: int, found: Found) -> int | None:
        """A predicate with neither number nor unit."""
        if text.startswith("大关", end):  # 突破〔〕大关
            return found.figure(empty(end, "mark-passed")) if start >= found.last else None
        if text.startswith("以上", end) and text[start:end] in CLASSED:  # 引进〔〕以上项目1个
            return found.figure(empty(end, "bound-of-class-lost")) if start >= found.last else None
        if text[start:end] == "相当于":  # 相当于全市平均水平的〔〕
            share = OF_WHOLE.match(text, end)
            return found.figure(empty(share.end(), "share", rated=True)) if share is not None and start >= found.last else None
        if text[start:end] == "是":  # 是上年同期的〔〕
            times = TIMES_OF.match(text, end)
            return found.figure(empty(times.end(), "times-of")) if times is not None and start >= found.last else None
        if text[start:end] == "分别为":
            found.drafts += self.predicates.listed(text, end)
            return None
        part = text.startswith("其中", start)
        if part and text[start - 1] in "。;(" and IN_ALL.search(CLAUSE.split(text[max(0, start - 36) : start - 1])[-1]) is None:
            return None
        if (text[start - 1] == "," or part) and (part or SHARE_HERE.match(text, end) is not None):
            if self.predicates.planned(text, start - 1, part) or self.parted(text, start, part):
                found.doubts.append((empty(start - 1, "plan-measured"), 0))
            return None
        if text.startswith("为", start) and (share := SHARE_OF_PLAN.match(text, end)) is not None:
            found.doubts.append((empty(share.end(), "share-of-work", rated=True), 0))
            return None
        if text.startswith(DONE, start) and text[end : end + 1] not in {",", "。", ";", "、"}:
            if (
                (share := SHARE_DONE.match(text, end)) is not None
                and text.startswith("完成", start)
                and self.shared(text, start, share.end())
            ):
                found.doubts.append((empty(share.end(), "share-of-work", rated=True), 0))
                return None  # 已完成工程量的〔〕。
            if found.drafts and found.drafts[-1].start >= start - len(CLAUSE.split(text[max(0, start - 16) : start])[-1]):
                return None  # 2100人实现就业,完成任务的104%: the number stands before its verb
            done = OBJECT.match(text, end)
            if done is not None and self.predicates.object_measured(text, end, done.end()):
                found.doubts.append((empty(done.end(), "object-measured"), 0))
            return None
        last = found.drafts[-1].end if found.drafts else -1
        after_figure = 0 <= last < start and PAST_FIGURE.fullmatch(text, last, start - 1) is not None
        gap = self.predicates.gap(text, start, end, after_figure)
        if gap is not None and start >= found.last:
            found.doubts.append(gap)
        return None

    def shared(self, text: str, start: int, end: int) -> bool:
        """完成年度预算的〔〕,同比增长8.5%: whether a share is lost there; at a comma a figure must follow, and no person be meant."""
        if text[end] != ",":
            return True
        return NEXT_FIGURE.match(text, end) is not None and WHO.search(CLAUSE.split(text[max(0, start - 16) : start])[-1]) is None

    def parted(self, text: str, start: int, part: bool) -> bool:
        """发展党员〔〕,其中女性86名; 停产企业〔〕,占规上企业的6%: the whole of a part, or of a share, has no number."""
        whole = self.predicates.lacks(text, start - 1)
        if not whole or not part:
            return bool(whole)
        if whole not in self.lexicon.nouns:
            return True
        number = PART.match(text, start)
        counted = self.composer.single(text, number.end() - 1) if number is not None else None
        return counted is not None and counted.unit is not None and counted.unit.name in self.lexicon.nouns[whole]

    def on_moves(self, text: str, start: int, end: int, found: Found) -> int | None:
        """实有经营主体〔〕,同比增长7%: what moved has no number."""
        if not found.asked_at(start - 1) and (
            self.predicates.lacks(text, start - 1) or self.predicates.planned(text, start - 1, part=False)
        ):
            found.doubts.append((empty(start - 1, "moved-quantity"), 0))
        return None

    def on_shape(self, text: str, start: int, end: int, found: Found) -> int | None:
        """A word whose clause can't be whole without a number: 占地约〔〕, 实际报到〔〕, 占总人口〔〕."""
        if text[start - 1 : start] == "," and MOVED_SINCE.match(text, end) is not None:
            return self.on_moves(text, start, end, found)
        shape = self.shapes.opened(text, start, end)
        if shape is not None and start >= found.last:
            found.doubts.append(shape)
        return None

    def on_total(self, text: str, start: int, end: int, found: Found) -> int | None:
        """共接待游客〔〕,实现收入2亿元: what is totalled is counted, and the clause ends with it."""
        if text[end : end + 1] in {",", "。", ";"}:  # 问题金额合计〔〕,占抽查总额的12%
            if self.predicates.totals(CLAUSE.split(text[max(0, start - 12) : start])[-1], text[start:end]):
                found.doubts.append((empty(end, "sum-without-total"), 0))
            return None
        if text[end + 2 : end + 3] in {",", "。", ";"} and text[end : end + 2] in self.lexicon.verbs:
            if text[start - 1 : start] in {",", ";"} or end - start > 1:  # 按每亩150元发放,共发放〔〕。; 项目共计投入〔〕,
                found.doubts.append((empty(end + 2, "total-of-act"), 1))
            return None
        total = OBJECT.match(text, end)
        if total is None:
            return None
        if text[end - 1] in "有辖":  # 全县共有学校〔〕。
            if self.predicates.held(text, start, end, total.end()):
                alone = text.startswith("。", total.end()) and self.predicates.heads(text, start)
                found.doubts.append((empty(total.end(), "held-in-all"), 0 if alone else 1))
        elif self.predicates.totalled(text, start, end, total.end()):
            found.doubts.append((empty(total.end(), "total-of-thing"), 1))
        return None

    def on_level(self, text: str, start: int, end: int, found: Found) -> int | None:
        """小麦亩产〔〕,较上年增加12公斤: the level of an indicator is lost, its movement is there."""
        if OWN_NEXT.match(text, end) is not None:
            return None
        whole = undated(CLAUSE.split(text[max(0, start - 24) : start])[-1])
        clause = whole.removeprefix("其中")
        if text.startswith("。", end) and text[start - 1 : start] not in {",", ";"}:
            if WHOLE_OF.fullmatch(clause) is not None and "。" in text[max(0, start - 24) : start]:
                found.doubts.append((empty(end, "level-in-row"), 0))  # 全年造林面积〔〕。
            elif (
                clause
                and "占" not in clause
                and self.among(text, start - len(whole))
                and not self.rows.acts(clause)
                and RATE_VERB.search(clause) is None
            ):
                found.doubts.append((empty(end, "level-in-row"), 1))  # 学校占地6000平方米,校舍建筑面积〔〕。
            return None
        if not clause and not text.startswith(("以上", "左右"), end) and self.among(text, start):
            found.doubts.append((empty(end, "level-in-row"), 1 if text.startswith("。", end) else 2))  # 小区210户,总人口〔〕,党员46人
            return None
        beside = BESIDE.match(text, end)
        if beside is not None and LEVEL_NEXT.match(text, end) is None and text[start:end] not in beside[0]:
            # 小麦平均亩产〔〕,亩均增产12公斤: a name and nothing else, in a row; 参加高考人数 counts those who do it
            name = clause and not any(map(str.isdigit, clause)) and RATE_VERB.search(clause) is None
            if name and ((text[end - 1] == "数" and "了" not in clause) or not self.rows.acts(clause)):
                found.doubts.append((empty(end, "level-in-row"), 1))
            return None
        bound = text.startswith(("以上", "左右"), end)
        if any(map(str.isdigit, clause)) or (bound and clause.endswith(("平均", "中等", "高", "低"))):
            return None
        if bound or RATE_VERB.search(AND.sub("", clause)) is None:
            found.doubts.append((empty(end, "level-moved"), 0))
        return None

    def among(self, text: str, start: int) -> bool:
        """Whether a figure ends the clause before `start`, so that a measure alone stands in a row of figures."""
        lead = CLAUSE.split(text[max(0, start - 12) : start - 1])[-1]
        return text[start - 1 : start] == "," and any(map(str.isdigit, lead[-6:]))

    def on_moved(self, text: str, start: int, end: int, found: Found) -> int | None:
        """由〔〕提高到: the number that a movement starts from is lost."""
        if REASON.search(text[max(0, start - 1) : start]):
            return None
        rate = RATE_END.search(CLAUSE.split(text[max(0, start - 16) : start])[-1]) is not None
        return found.figure(empty(end, "movement-from", rate))

    def on_share(self, text: str, start: int, end: int, found: Found) -> int | None:
        """占…的, or 占 alone, before punctuation."""
        if end - start == 1:
            return self.on_gap(text, start, end, found)
        if "的" in text[start : end - 1]:
            return start + 1
        if any(sign.isdigit() for sign in text[start:end]):  # 占工业产值212亿元的〔〕: what is inside is read first
            if SHARED.within(text, start, end) is not None:
                found.doubts.append((empty(end, "share-of-figure", rated=True), 0))
            return start + 1
        found.drafts.append(empty(end, "share", rated=True))
        return None

    def on_growth(self, text: str, start: int, end: int, found: Found) -> int | None:
        """同比增长 before punctuation; 增长 alone in its clause only right after a figure."""
        if text.startswith("分别", start):
            found.drafts += self.predicates.listed(text, end)
            return None
        if text[end : end + 1] not in GROWTH_ENDS and text[start - 1 : start] == ",":
            if self.predicates.sized(text, start - 1) and not found.asked_at(start - 1):
                found.doubts.append((empty(start - 1, "moved-quantity"), 0))
            return None
        last = found.drafts[-1] if found.drafts else None
        if (
            text[start - 1 : start] in {"和", "与", "及"}
            and last is not None
            and last.end == start - 1
            and last.dimension in {"rate", "points"}
        ):
            return found.figure(empty(end, "growth-paired", rated=True))  # 分别增长6.4%和下降〔〕
        alone = text[start - 1 : start] in {",", ";", "、"} and end - start < 3
        if alone and not (found.drafts and PAST_FIGURE.fullmatch(text, found.drafts[-1].end, start - 1)):
            return None
        gap = self.predicates.movement(text, start, end, alone)
        if gap is not None:
            found.doubts.append(gap)
        return None

    def on_scored(self, text: str, start: int, end: int, found: Found) -> int | None:
        """得分〔分〕, 最低〔分〕: a score that has lost its number; 最高分 alone is a word unless its sentence gives other scores."""
        at = end - 1
        if not text.startswith(SURELY_SCORED, start):
            against = not text.startswith("提高", start) or COMPARED.search(CLAUSE.split(text[max(0, start - 24) : start])[-1])
            if not against or not self.doubts.fellow(text, at, end, "分"):
                return None
        return found.figure(without_value(at, end, "missing", "", "分", self.lexicon.units["分"], rule="score"))

    def on_tenths(self, text: str, start: int, end: int, found: Found) -> int | None:
        """覆盖率达〔成〕, 下降近〔成〕, 比常年少〔成〕: tenths that have lost their number; 目标达成 is a word."""
        clause = CLAUSE.split(text[max(0, start - 24) : start])[-1]
        lead = text[start]
        if lead in "达到":
            told = RATE_END.search(clause) is not None
        elif lead in "多少":
            told = COMPARED.search(clause) is not None
        else:
            told = TENTHS_BEFORE.search(clause) is not None
        if not told:
            return None
        return found.figure(without_value(end - 1, end, "missing", "", "成", self.lexicon.units["成"], rule="tenths"))

    def on_rate(self, text: str, start: int, end: int, found: Found) -> int | None:
        """A rate with neither predicate nor number beside a figure: 办结88件,办复率〔〕,满意率96.7%."""
        if text[start - 3 : start - 2] == "," and RATED.match(text, end) is not None:
            if self.predicates.acted(text, text[start - 2 : start], start - 3):
                found.doubts.append((empty(start - 3, "act-of-rate"), 1))
            return None
        if text.startswith(")", end):  # 初中入学率84.3%(毛入学率〔〕)
            opened = text.rfind("(", max(0, start - 10), start)
            if found.drafts and 0 < found.drafts[-1].end == opened and found.drafts[-1].dimension == "rate":
                return found.figure(empty(end, "rate-in-brackets", rated=True))
            return None
        if text.startswith("(", end):  # 小学入学率〔〕(毛入学率114.7%)
            closed = text.find(")", end, end + 24)
            return found.figure(empty(end, "rate-in-brackets", rated=True)) if text[closed + 1 : closed + 2] in {",", "。", ";"} else None
        clause = max(text.rfind(mark, max(0, end - 20), end) for mark in ",;、。:\n") + 1
        if (
            found.drafts
            and found.drafts[-1].start >= clause
            and found.drafts[-1].kind == "percent"
            and end - found.drafts[-1].end <= OWN_RATE
        ):
            return None  # 保持6%增速: the rate has its number before it
        name = text[clause:end]
        # 水质达标率, 毕业生升学率: the verb inside the rate's own name is none of the clause.
        verb = RATE_VERB.search(name[: -3 if name.endswith("率") else -(end - start)])
        bound = BOUND.match(text, end) is not None
        if len(name) < 2 or name.endswith(("效率", "频率", "概率")) or (verb and not bound):
            return None
        beside = clause > 1 and text[clause - 1] in ",;" and found.drafts and PAST_FIGURE.fullmatch(text, found.drafts[-1].end, clause - 1)
        # 实现开工率〔〕以上: a bound without its figure.
        if bound:
            return found.figure(empty(end, "rate-bounded", rated=True))
        heads = clause < 1 or text[clause - 1] in ",;。\n"
        # 抽检120份。合格率,: a sentence that begins so after one with figures has lost its number.
        opens = clause > 0 and text[clause - 1] == "。" and text.startswith(",", end) and bool(found.drafts)
        if not (heads and RATE_MOVES.match(text, end)) and (not (beside or opens) or RATE_GOES_ON.match(text, end)):
            # 重点人群签约,签约率〔〕。: a rate alone in its clause says nothing; its sentence must count something.
            if heads and len(name) > 2 and not RATE_GOES_ON.match(text, end) and text[end : end + 1] in {",", "。", ";"}:
                whole = text.startswith("。", end) and clause > 0 and text[clause - 1] == "。"  # nor is it a sentence
                found.doubts.append((empty(end, "rate-in-company", rated=True), 0 if whole else 1))
            return None
        found.drafts.append(empty(end, "rate", rated=True))
        return None
