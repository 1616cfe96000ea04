"""Quantities said in two or three units: 2米5, 5元3角, 6分42秒."""

import re
from decimal import Decimal

from huizong.narrative.grammar.lexicon import Lexicon
from huizong.narrative.grammar.quantity import Quantity

# 2米5, 5元3角, 1成5: what follows the unit is a tenth of it.
PARTED = {
    "米": re.compile(r"(\d{1,2})(?=[,。;、)]|$|[深宽高长的])"),
    "元": re.compile(r"(\d)角"),
    "斤": re.compile(r"(\d)两(?!\d)"),
    "成": re.compile(r"(\d)(?=[,。;、)]|$|[的左以])"),
}
# 6分42秒, 1小时30分, 2天6小时: one spell of time, said in two or three units.
SECONDS = r"([0-5]?\d(?:\.\d+)?)秒"
SPLIT = {
    **dict.fromkeys(("分", "分钟"), re.compile(SECONDS)),
    **dict.fromkeys(("小时", "个小时"), re.compile(rf"([0-5]?\d)分钟?(?![之\d])(?:{SECONDS})?|([0-5]?\d)分(?:{SECONDS})")),
    "天": re.compile(r"(1?\d|2[0-3])个?小时"),
    "公里": re.compile(r"(\d{1,3})米(?![\d长宽高深])"),
}
SMALLER = {
    "天": ("小时", 24),
    "公里": ("米", 1000),
    **dict.fromkeys(("小时", "个小时"), ("分钟", 60)),
    **dict.fromkeys(("分", "分钟"), ("秒", 60)),
}


def clocked(done: Quantity, name: str, smaller: re.Match[str], lexicon: Lexicon) -> Quantity:
    """One spell of time in its smallest unit: 6分42秒 is 402 seconds, 1小时30分 90 minutes, 2天6小时 54 hours."""
    value, unit = done.value, name
    for step in (group for group in smaller.groups() if group is not None):
        unit, factor = SMALLER[unit]
        value = value * factor + Decimal(step)
    done.value, done.unit, done.unit_text, done.end = value, lexicon.units[unit], unit, smaller.end()
    return done
