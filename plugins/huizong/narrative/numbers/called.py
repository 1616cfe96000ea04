"""What is called by a number (301医院, 12345热线, 2035年), and numbers that are too big for a name."""

import re

from huizong.narrative.grammar.quantity import Quantity
from huizong.narrative.grammar.signs import Opening

HAN = re.compile("[\u4e00-\u9fff]")
YEAR_LIKE = range(1900, 2100)
# 301医院, 104国道, 863计划: what is called by a number.
NAMED_BY = Opening(
    "医院|中学|小学|学校|工程|计划|行动|部队|[国省县乡]道|高速|公路|线|路|航班|次列车|列车|专列|型|系列|频道|厂|矿|信箱|分机|事件|会议|决定|机组"
    "|高地|栋|房|版|代|式|届|年度|财年|全国|中国|世界|国际|春节|迎春|热线|平台|客机|飞机|战斗机|机型|号|标准|文件|条款|法案|基地|大厦|广场|酒店|公园|创意|街区"
)
HOTLINE = re.compile(r"1(?:1[0249]|2[0-8]\d{2}|22)")
MANY = 1000
# 超千万企业: a class by what its members turn over, no count of them.
OF_CLASS = Opening("企业|项目|产业|园区|工程|村(?!民)|镇(?!干部)|合作社|大户")
# “一个统领、二个抓手、五个提升”
MOTTO = re.compile("(?:[一二两三四五六七八九十]个[\u4e00-\u9fff]{2,6}[、,]?){2,}")


def surely_counts(text: str, quantity: Quantity) -> bool:
    """Whether a number within words is too big for a name: 全区4850中小学在校生; not 2035远景, 12345热线."""
    start, end, value = quantity.start, quantity.end, quantity.value
    if value < MANY or value % 1 or value in YEAR_LIKE or HAN.match(text[start - 1 : start]) is None:
        return False
    return HOTLINE.fullmatch(text, start, end) is None and NAMED_BY.match(text, end) is None
