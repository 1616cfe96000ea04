"""How numbers, scales, masks and the ends of clauses are written: the pieces that patterns are made of."""

import re

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
FILL_WORDS = "(?:待补充|待核实?|待统计|待填写?|待定|数据待补|暂缺|数据)"
CONTINUED = "和|及|以及|与|或|已|均|全|正|纳|通|完|获|被|并|同|累|涉|计|左右|以上|以下|以内|的|次性|逐一|逐个|分别|给予|予以|进行|开展"
MOVING = (
    "增加|提高|提升|减少|下降|上升|降低|扩大|缩短|缩小|压缩|压减|调整|发展|增长|拓展|拓宽|加宽|延长|延伸"
    "|精简|精减|缩减|压降|上调|下调|归并|合并|回升|回落|恢复|攀升|跃升|上涨|下滑|收窄|转|增|降|升|减|涨|跌"
)
MOVED = f"(?:{MOVING})[到至为]"
MOVED_STEPS = tuple(step + end for step in MOVING.split("|") for end in "到至为")
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
CLAUSE_END = re.compile("[,。;、)]| [,。;]|$")
# Classifiers that begin and end so many words that only their own noun right after them makes them one.
BEFORE_NOUN = frozenset("所批场期种")
