"""Anchors of units that no sentence can hold without their number: 持续〔小时〕, 成立〔周年〕, 所有〔个〕村, 帮助〔人〕成功创业.

Elsewhere a unit alone is a loss where its sentence counts something else; here the word before it says so by itself.
"""

from __future__ import annotations

from huizong.narrative.grammar.tries import Add
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "lone_anchors")
any_of = LISTS.any_of

# A name in quotes or a noun follows.
NEXT = '(?=[\u4e00-\u9fff“"])'


def add_lone(add: Add) -> None:
    """Words that end in a unit whose number is wanting, with what must stand around them."""
    add("lone", (spell + time for spell in LISTS.words("spells") for time in LISTS.words("long_times")))
    # 成立周年庆典, 建党周年纪念 name a feast
    add("lone", (begun + "周年" for begun in LISTS.words("begun")), "(?![庆纪店])")
    for lead in (*LISTS.words("wholes"), "的"):
        units = LISTS.words("counted_of") if lead == "的" else LISTS.words("counted_whole")
        add("lone", (lead + unit for unit in units), f"{NEXT}(?!{any_of('no_count')})")
    add("lone", (act + "人" for act in LISTS.words("helps")), f"(?={any_of('helped_to')})")
    add("lone", (total + "人" for total in LISTS.words("in_all")), f"(?={any_of('what_they_did')})")
    # 出动车辆〔次〕: of 车辆 and 辆次 either is short of its number
    add("lone", ("车辆次",), "(?=[,。;、])")
    add("lone", ("为人次",), "(?=[\u4e00-\u9fff])")
    # 发病率为〔/10万〕: so many to a hundred thousand
    for per in ("/10万", "/万", "/百万", "/千"):
        add("lone", (f"{link}{per}" for link in "率为达至到"), "(?=[,。;、)]|$)")
    # 共报告传染病〔例〕,死亡3人: what is told of all, whatever word 病例 is
    add("lone", ("病例",), r"(?=[,、。;][^,。;、]{0,12}\d)")
    # 已经开展了〔年〕
    add("lone", (act + "了" + time for act in LISTS.words("went_on") for time in ("年", "天", "个月")), "(?=[,。;])")
    # 拿出了〔元〕助学金
    add("lone", ("了元",), NEXT)
