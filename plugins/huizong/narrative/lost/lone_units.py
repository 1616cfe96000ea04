"""The rules that prove from what stands around a unit without number that its number is lost: an ordered list of named rules."""

import re

from huizong.narrative.grammar.notation import MOVED
from huizong.narrative.grammar.numerals import CHARACTERS as NUMERALS
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.lost.fellows import MEMBER_SIGNS, bare_member, counted_fellow
from huizong.narrative.lost.orphan import orphans
from huizong.narrative.lost.scales import HELD_AT, MOVED_FROM
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "lone_units")
any_of = LISTS.any_of

USED = Ending("[用花时以在]$")
# 经过干部群众〔天〕的艰苦努力
EFFORT = Opening(f"的{any_of('hard')}?{any_of('efforts')}")
# 由〔个〕增加到〔个〕: two lost ends of a movement.
MOVED_END = Ending("[由从][^,。;]{0,16}?" + MOVED + "$")
# 为〔名〕困难群众: a preposition takes the noun group whose number is lost.
GIVEN = Ending(f"{any_of('gives')}$")
# 每月〔元〕调整为每月300元: money for each.
# 60〔岁〕及以上人口, (15〔岁〕及以上); 年满〔周岁〕: only a number leaves an age so.
AGE_BOUND = Opening(any_of("of_age"))
FULL = Ending("(?:[年未不工]满|满)$")
EACH = Ending(f"每{any_of('each')}(?:每[年月天日次])?{any_of('given_each')}?$")
# 比上年提高〔分〕: a unit alone after what is compared.
AGAINST = Ending(rf"[较比]{any_of('compared_with')}[^,。;\d]{{0,6}}?{any_of('moved')}了?$")
# 发明专利拥有量〔件〕: what is had.
OWNED = Ending(f"{any_of('amounts')}量$|总数$")
# 90分以上7个,60分以下〔个〕: the members of a class, beside another's.
OVER = Ending("\\d[^,。;\\d]{1,3}以[上下]的?$")
ACTS_NEXT = Opening("已(?!经)|均|全部|未|仍|正在|[,。;]")
# 11间严重损坏,〔间〕一般损坏
DAMAGED = Opening(f"{any_of('damage_grades')}?{any_of('damaged')}")
# 少完成〔处〕, 还缺〔名〕医生: what is wanting is counted.
SHORT_OF = Ending(f"{any_of('wanting')}了?$")
# 控制在〔家〕以内, 稳定在〔万亩〕以上
HELD_BY = Opening("以[上下内](?=[,。;、)]|$)|左右(?=[,。;、)]|$)")
# 宽〔米〕, 深〔米〕: how far something reaches.
REACHES = Ending("[长宽高深厚]$")
SIZED = Opening(r"[宽高深厚]的?\d")
TASK_OF = re.compile("的?[^,。;\\d]{0,6}?(?:任务|目标)")
SET_FOR = Ending(f"{any_of('set_for')}的?$")
REWARD = Opening(any_of("rewards"))
GIVEN_TO = Ending(f"{any_of('hands_over')}了$|{any_of('given_persons')}$|{any_of('rewarded')}者$")
# 将〔条〕断头路列为重点: what is dealt with next.
TAKEN = Ending(f"(?<!{any_of('generals')})将$")
TAKEN_UNITS = frozenset(LISTS.words("taken_units"))
# 有名, 有家, 有期 and 有数 are words; these are none.
HAD = frozenset(LISTS.words("had"))
PERSONS = frozenset({"名", "户", "位", "家", "个", "对"})
# 低保对象〔户〕11853人, 征地〔户〕〔亩〕: a count before what its things hold, whose number stands or is lost too.
COUPLED = Opening(
    rf"{any_of('holders')}(?=[\d.]*[余多]?万? ?{any_of('held')}(?:[,。;、!?)(]|$)|[\d.]+余?万?(?:人|名|户)|[\d.]+[余多]?[万亿]元)"
    rf"|{any_of('stretched')}(?=[\d.]+万?{any_of('lengths')})|(?:[笔单份]|人次)(?=[\d.]+[余多]?[万亿]元)"
    rf"|批(?=[\d.]+{any_of('batch_members')})|批次(?=[\d.]+{any_of('smaller')})"
)
# 初中〔个〕班1420人: a count before what its things hold, after what has them.
OF_THEM = re.compile(r"[\u4e00-\u9fff]{1,6}\d[\d.]*余?万?[人名户亩元]")
# 续建通村路〔条〕共36公里
IN_ALL = Opening(rf"{any_of('in_all')}[\d.]+[余多]?万?{any_of('stretches')}")
SERVED = Opening(any_of("served"))
# 对〔人〕予以处分
DEALT = Opening(any_of("dealt"))
GOT = Opening(any_of("got"))
# 8个项目中〔个〕已完工: among those that are counted
AMONG = Ending(r"\d[\d.]*[^,。;\d]{1,16}[其当之]?中$")
AFTER_MONEY = LISTS.words("after_money")


# These hold whatever word the unit may end.
WHATEVER_WORD = orphans(
    (
        "bare-member",
        "a member of a list of one unit has but its unit",
        "三镇分别有18人、{人}和25人。",
        lambda o: o.text[o.start - 1 : o.start] in MEMBER_SIGNS and bare_member(o.text, o.start, o.end),
    ),
    ("moves-from-unit", "a movement from this unit", "入库企业由{家}增加到12家。", lambda o: o.to and MOVED_FROM.search(o.before)),
    (
        "moves-to-unit",
        "a movement that ends with this unit",
        "等候时间由分钟缩短到{分钟}。",
        lambda o: o.ends and MOVED_END.search(o.before),
    ),
    (
        "held-at-unit",
        "something is held at so many",
        "亏损企业控制在{家}以内。",
        lambda o: HELD_AT.search(o.before) and HELD_BY.match(o.text, o.end),
    ),
    (
        "due-before-unit",
        "a bound, a share of what is due, or once more calls for a number",
        "每名干部至少联系{户}。",
        lambda o: o.doubts.due(o.text, o.start, o.end),
    ),
    (
        "fellow-of-counts",
        "the next or the last of a list is counted in the same unit",
        "受理咨询{件}、求助62件。",
        lambda o: o.unit.dimension in {"count", "people"} and counted_fellow(o.text, o.start, o.end),
    ),
    ("compared-in-unit", "what is compared ends with its unit", "结案数比上年多{件}。", lambda o: o.ends and AGAINST.search(o.before)),
    (
        "persons-served",
        "those for whom something is done",
        "为{人}发放救助资金3.6万元。",
        lambda o: o.unit.name == "人" and o.before.endswith("为") and SERVED.match(o.text, o.end),
    ),
    (
        "persons-dealt-with",
        "those whom something is done to, beside others so counted",
        "对{人}予以提醒谈话,对2人予以处分。",
        lambda o: o.before.endswith("对") and DEALT.match(o.text, o.end) and o.fellow,
    ),
)
# These hold where the unit is no part of a word, in this order.
PROVED = orphans(
    (
        "beside-figure",
        "a figure of another unit stands right before",
        "出让土地42宗{亩}。",
        lambda o: (
            o.doubts.beside(o.text, o.start, o.unit, o.found)
            and (o.ends or o.noun or o.text.startswith("的", o.end) or DAMAGED.match(o.text, o.end))
        ),
    ),
    (
        "coupled-units",
        "a count before what its things hold",
        "抢险队伍{批}86人赶赴现场。",
        lambda o: COUPLED.match(o.text, o.start) and o.doubts.counted(o.text, o.start, o.unit),
    ),
    (
        "count-of-stretch",
        "a count before the length or the area of all",
        "续建通村路{条}共36公里。",
        lambda o: o.unit.dimension == "count" and IN_ALL.match(o.text, o.end) and o.before[-1:] not in NUMERALS,
    ),
    (
        "among-subject",
        "其中 before a classifier alone, of what was counted",
        "评选文明家庭12户,其中{户}荣获市级表彰。",
        lambda o: o.before.endswith("其中") and GOT.match(o.text, o.end) and o.fellow,
    ),
    (
        "money-for-each",
        "money for each, its sum lost",
        "低保标准由每人每月{元}提高到740元。",
        lambda o: o.unit.dimension == "money" and (o.ends or o.to or o.text.startswith(AFTER_MONEY, o.end)) and EACH.search(o.before),
    ),
    (
        "had-before-stop",
        "a classifier right after 有 can't end its clause",
        "全镇空壳村有{个},今年全部清零。",
        lambda o: o.unit.name in HAD and o.text[o.start - 1 : o.start] == "有" and o.text[o.end : o.end + 1] in {",", "。", ";"},
    ),
    ("money-in-notes", "money whose kind is named next", "企业出资{元}现金资助3人。", lambda o: o.unit.name == "元" and o.noted),
    ("owned", "what is had is counted", "发明专利拥有量{件}。", lambda o: o.ends and OWNED.search(o.before)),
    (
        "members-of-class",
        "the members of a class, beside another's",
        "得分90分以上7个,60分以下{个}。",
        lambda o: o.ends and OVER.search(o.before) and o.fellow,
    ),
    (
        "persons-after-households",
        "right after households their persons",
        "搬迁27户{人}已入住。",
        lambda o: o.doubts.people_of(o.text, o.start, o.end, o.unit, o.found),
    ),
    (
        "subject-with-fellow",
        "a classifier alone at the head of a clause, beside a fellow",
        "化解矛盾7起,{部}已开工,2部正在施工。",
        lambda o: (
            (o.text[o.start - 1 : o.start] in {",", ";"} or AMONG.search(o.before))
            and o.unit.dimension == "count"
            and (ACTS_NEXT.match(o.text, o.end) or DAMAGED.match(o.text, o.end))
            and o.fellow
        ),
    ),
    (
        "reach",
        "how far something reaches",
        "新建挡墙长32米、高{米}。",
        lambda o: o.unit.dimension == "length" and o.ends and REACHES.search(o.before),
    ),
    (
        "size-of-next",
        "how wide or high those are that are counted next",
        "新建水泥路6条,其中{米}宽3条。",
        lambda o: o.unit.dimension == "length" and SIZED.match(o.text, o.end),
    ),
    (
        "short-of",
        "what is wanting is counted",
        "全年任务少完成{处}。",
        lambda o: (o.ends or o.text.startswith("未", o.end) or o.noun) and SHORT_OF.search(o.before),
    ),
    (
        "time-used",
        "a time that was used",
        "计划用{天}时间完成。",
        lambda o: (
            o.unit.dimension == "time" and ((o.text.startswith("时间", o.end) and USED.search(o.before)) or EFFORT.match(o.text, o.end))
        ),
    ),
    (
        "age-bound",
        "only a number leaves an age so",
        "全镇{周岁}及以上人口8200人。",
        lambda o: o.unit.dimension == "age" and AGE_BOUND.match(o.text, o.end),
    ),
    (
        "full-years",
        "so many years are full",
        "凡年满{周岁},均可报名。",
        lambda o: o.unit.dimension in {"age", "time"} and FULL.search(o.before),
    ),
    (
        "count-of-holders",
        "a count before what its things hold",
        "初中{个}班1420人。",
        lambda o: o.unit.name == "个" and OF_THEM.match(o.text, o.end) and o.doubts.headed(o.text, o.start, o.end, o.unit),
    ),
    (
        "goal-in-unit",
        "a goal that was set in this unit",
        "完成全年{件}的任务。",
        lambda o: SET_FOR.search(o.before) and TASK_OF.match(o.text, o.end),
    ),
    (
        "reward",
        "a reward for those named before it",
        "给予3名见义勇为人员{元}奖励。",
        lambda o: o.unit.name == "元" and REWARD.match(o.text, o.end) and GIVEN_TO.search(o.before),
    ),
    (
        "taken",
        "what is dealt with next",
        "村里将{户}纳入监测,慰问6户。",
        lambda o: o.unit.name in TAKEN_UNITS and TAKEN.search(o.before) and o.noun,
    ),
    (
        "given-to",
        "a preposition takes a counted noun",
        "为{名}困难群众发放棉被。",
        lambda o: o.unit.name in PERSONS and GIVEN.search(o.before) and o.noun,
    ),
    (
        "next-of-kind",
        "after the noun of a count the next count",
        "改造26栋楼{户}居民。",
        lambda o: o.doubts.continued(o.text, o.start, o.end, o.unit, o.found),
    ),
)
