"""A unit without number that holds others: households before their persons, houses before their flats."""

import re

from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.lost.lone_units import COUPLED
from huizong.narrative.lost.orphan import orphans
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "held_units")
any_of = LISTS.any_of

# 安置的〔户〕804人, 全镇有〔户〕2万人: no word with 户 begins so; 贫困户86人 are persons of such households.
HAD_BY = Ending(f"{any_of('had_by')}$")
HOUSES = Opening(r"[栋幢](?=\d+[套户间])|户(?=\d+间)")
PLACES = Ending(rf"\d+余?个{any_of('places')}$")
WHOLE = Ending("全[镇乡村县市区]$")
# 李家村〔户〕、86人: households before the persons they hold, after the name of their place.
HOUSEHOLDS = Opening(r"户[、,]?(?=[\d.]+余?万?[人名间])")
PLACE_END = Ending("[村组屯寨社区镇乡县市队场庄][、,]?$")
HEAD = re.compile("(?:^|[,。;:])$")
# 工作不力的单位和人员〔家〕、2614人; 严重损坏〔户〕,12530间: right before the figure of its fellow, which has no noun of its own
PAIRED = Opening(rf"[、,]\d[\d.]*[余多]?[万亿]?{any_of('pair_ends')}(?=[,。;、)])")
PAIR_BEGINS = frozenset(LISTS.words("pair_begins"))
# These hold where the unit is no part of a word, after `lone_units.PROVED`.
HELD = orphans(
    (
        "households-of-place",
        "households before the persons they hold, after their place",
        "李家村{户}、86人。",
        lambda o: HOUSEHOLDS.match(o.text, o.start) and PLACE_END.search(o.before),
    ),
    (
        "households-of-persons",
        "households before the persons they hold, after what has them",
        "需要培训的{户}86人。",
        lambda o: o.unit.name == "户" and COUPLED.match(o.text, o.start) and HAD_BY.search(o.before),
    ),
    (
        "households-after-places",
        "the households or persons of places that are counted",
        "完成11个社区211个村民小组{户}。",
        lambda o: o.unit.name in {"户", "人"} and o.ends and PLACES.search(o.before),
    ),
    (
        "households-in-all",
        "the households of a whole place",
        "全镇{户},人口3.2万人。",
        lambda o: o.unit.name == "户" and o.ends and WHOLE.search(o.before),
    ),
    (
        "houses-of-flats",
        "houses before the flats they hold, at the head of their clause",
        "小区全面建成。{栋}86套住房交付。",
        lambda o: HOUSES.match(o.text, o.start) and HEAD.search(o.before),
    ),
    (
        "pair-of-counts",
        "the count of its fellow follows, with no noun of its own",
        "问责单位和人员{家}、2614人。",
        lambda o: (
            o.unit.name in PAIR_BEGINS
            and (pair := PAIRED.match(o.text, o.end)) is not None
            and not pair[0].endswith(o.unit.name)
            and (o.fellow or not o.in_word)
        ),
    ),
)
