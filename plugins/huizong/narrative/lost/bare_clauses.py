"""Units that are all that is left of a clause, or of what it says of somebody: an ordered list of named rules.

They hold whatever word the unit may end, after `lone_units.WHATEVER_WORD`.
"""

import re

from huizong.narrative.grammar.signs import Opening
from huizong.narrative.lost.orphan import orphans
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "bare_clauses")

# 〔人〕获一等奖, 〔人〕入选
WON = Opening(LISTS.any_of("won"))
# 有30名: those who are had are counted elsewhere in the sentence
HAS_NAMED = re.compile(r"有\d+余?名")
BARE_CLAUSES = orphans(
    (
        "number-in-all",
        "a total number ends with its unit",
        "全市园区企业总数{家},职工2万人。",
        lambda o: (
            (o.ends and o.before.endswith("总数"))
            or (o.unit.name == "户" and o.before.endswith("总户数") and o.text[o.end : o.end + 1].isdigit())
        ),
    ),
    (
        "alone-after-figure",
        "a unit alone in its clause, right after a figure of another",
        "低保人数663人,{户}。",
        lambda o: (
            o.before[-1:] == ","
            and o.text[o.end : o.end + 1] in {",", "。", ";"}
            and bool(o.found.drafts)
            and o.found.drafts[-1].end == o.start - 1
            and o.found.drafts[-1].unit != o.unit.name
        ),
    ),
    (
        "got-by-persons",
        "persons at the head of their clause who got what others got",
        "{人}获全省一等奖,2人获二等奖。",
        lambda o: o.unit.name == "人" and o.before[-1:] in {"", ",", ";", "。"} and WON.match(o.text, o.end) and o.fellow,
    ),
    (
        "age-alone",
        "an age alone in its clause",
        "患者,男,{岁},公司职员。",
        lambda o: o.unit.dimension == "age" and o.ends and o.before[-1:] in {",", "、", "("},
    ),
    (
        "had-like-fellow",
        "有 before a classifier and a stop, as its fellows are had",
        "本科学历的有{名},村干部有30名。",
        lambda o: o.unit.name == "名" and o.ends and o.before.endswith("有") and HAS_NAMED.search(o.sentence),
    ),
)
