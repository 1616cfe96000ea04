"""How numbers, scales, masks and the ends of clauses are written: the pieces that patterns are made of."""

import re

from huizong.narrative.grammar.traditional import TWINS
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "notation")
any_of = LISTS.any_of

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
        # 15℅: the sign of "care of", which input methods offer for the one of a rate.
        **dict.fromkeys(map(ord, "﹪℅\u066a"), "%"),
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
FILL_WORDS = any_of("fill_words")
CONTINUED = any_of("continued")
MOVED = f"{any_of('moving')}[到至为]"
MOVED_STEPS = tuple(step + end for step in LISTS.words("moving") for end in "到至为")
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
    *LISTS.words("level_leads"),
)
MOVED_LEADS = tuple(lead + year for lead in "由从" for year in LEVELS)
LOST = (
    rf"[,。;、:!?)(”\s]|$|{CONTINUED}|{MOVED}"
    r"|(?<=[户批宗栋处支期起件座场笔单份条次个])(?:\d|人(?:[,。;、]|次)|[亩名户][,。;、]|\.?万?平方米|\.?万?亩)"
)
LOST_AFTER = re.compile(LOST)
CLAUSE = re.compile("[,。;:!?\n]")
CLAUSE_END = re.compile("[,。;、)]| [,。;]|$")
# Classifiers that begin and end so many words that only their own noun right after them makes them one.
BEFORE_NOUN = frozenset("所批场期种")
