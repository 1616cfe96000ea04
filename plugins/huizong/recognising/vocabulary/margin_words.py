"""The words around the table of a report form: notes, signatures, who declares, unit corners, form numbers, pages."""

from __future__ import annotations

import re

from huizong.catalogue.texts import normalise

_NOTE = re.compile(
    r"(?:注|备注|附注|说明|填报说明|填表说明|资料来源|数据来源|注释)(?:\d{0,2}|[一二三四五])[:.、]|[※＊*](?=\S)|注\d?\s|\(注|\d[.、].*[。;]$|本表(?:不含|包括|数据|中|所)"
)
_SIGNATURE = re.compile(
    r"(?:单位)?(?:主要)?(?:负责人|分管领导|领导|审核人?|填表人|填报人|制表人?|统计负责人|经办人|联系人|联系电话|电话|签字|签章|盖章|复核人?"
    r"|报出日期|填报日期|报送日期|报送时间|填表日期|制表日期|报出时间)[^:]{0,8}:"
)
_SEAL = r"\((?:单位)?(?:盖章|公章|章|签章|签字盖章|签字\(盖章\)|加盖公章|印章)\)"
_SEALED = re.compile(rf"(?:{_SEAL})+:?$")
_TOWNS = r"(?:乡镇|镇乡|镇街|乡镇街道|乡镇\(街道\)|乡\(镇\)|乡\(镇、街道\)|乡\(镇,街道\)|镇\(街道\)|乡镇[、/]街道)"
# 制表机关 and 制定机关 are who made the form, and nobody who reports.
_DECLARES = re.compile(
    r"(?:(?:填报|报送|上报|填表|填写|申报|报告|报表)(?:单位|部门|机关|机构)|(?:编制|汇总|制表)(?:单位|部门)|综合机关)"
    rf"(?:名称|全称|{_SEAL})*:(?P<name>.*)"
    rf"|(?:填报|报送|上报|填写|所在|所属){_TOWNS}(?:名称|名|{_SEAL})*:(?P<town>.*)"
    rf"|(?<![量额据])(?:单位|部门)(?:名称|全称)?(?:{_SEAL})+:(?P<sealed>.*)"
)
_MADE_BY = re.compile(rf"(?:编制|制表)(?:单位|部门)(?:名称|全称|{_SEAL})*:")
_DECLARES_BARE = re.compile(rf"(?:单位名称|单位全称|乡镇名称|街道名称|{_TOWNS})(?:名称|名)?(?:{_SEAL})*:(?P<name>.+)")
_DECLARING = re.compile(
    rf"(?:(?:(?:填报|编制|报送|上报|填表|填写|申报)(?:单位|部门|机关|机构)|(?:填报|报送|上报|填写){_TOWNS})(?:名称|全称)?(?:{_SEAL})*:?"
    rf"|(?:单位|部门)(?:名称|全称)?(?:{_SEAL})+:?|(?:单位名称|单位全称|{_TOWNS}(?:名称)?):)"
)
# What stands behind the name on the line of a declaration.
_AFTER_NAME = re.compile(
    r"(?:(?:计量|金额|数据)?单位:|(?:单位|填表|填报|制表|审核|负责|经办|联系|统计)(?:人|负责人)|联系电话|电话|(?:填报|报送|填表|报出|制表|上报)?(?:日期|时间):"
    r"|(?:报告|统计|报表|填报)期|表号|\d{4}[年.-])"
)
_NOBODY = re.compile(r"(?:各|全体|所有).*|[_xX*□○〇…\-]*(?:乡|镇|街道|乡镇|县|村|局|单位)?")  # 各乡镇（街道）, ____镇
# 填报单位, 制表单位 and 上报单位 are somebody; 本表单位：元 is a unit.
OF_MEASURE = r"(?<![填编报上汇制告送])(?<![^本此该全上下附]表)"
_CORNER = re.compile(OF_MEASURE + r"(?:(?:计量|金额|数据|货币)?单位:|金额:(?=[百千万亿]{0,2}元))(?P<unit>[^()\d:]+)")
_TABLE_NUMBER = re.compile(
    r"(?:表号|制定机关|批准机关|备案机关|批准文号|有效期至?|文号|续表|第\d+页|共\d+页)[:至]?.*|表\d+(?:-\d+)*|[A-Z]?\d{2,4}表"
)
_CONTINUED = re.compile(
    r"(?:接上[页表]|续上?[表页]|(?<=表)续)[一二三四五六七八九十\d]*\)?$|^续[表页]?[一二三四五六七八九十\d]*(?=[:、.(]|$)"
    r"|\(续[表页]?[一二三四五六七八九十\d]*\)"
)
_PERIOD_LABEL = re.compile(
    r"(?:(?:报告|统计|报表|所属|数据)(?:期|期间|时期|时间|月份|年月|期别)|填报(?:期|期别|月份|年月))(?:别)?(?::|$|(?=\d{4}年))"
)
_TIME_START = re.compile(r"(?:19|20)\d{2}|二[〇○零]|[1-9]\d?月")
_PAGE = re.compile(r"\(?(?:第[\d一二三四五六七八九十]+页|[,、/]?共[\d一二三四五六七八九十]+页)+\)?")
_NIL = re.compile(r"零报告|(?:本[月季期年])(?:度|份)?(?:暂)?无(?:发生|新增|变化|此项|变动)?(?!数据|资料)|无新增|无发生|未发生")


def names_maker(text: str) -> bool:
    """Whether the text names who made the table: 制表单位：统计局."""
    return _MADE_BY.match(normalise(text)) is not None


def is_note(text: str) -> bool:
    """Whether the text is a remark below or between rows."""
    return _NOTE.match(normalise(text)) is not None


def is_signature(text: str) -> bool:
    """Whether the text names who filled in and who is responsible."""
    name = normalise(text)
    found = _SIGNATURE.search(name)
    return found is not None and (found.start() == 0 or _DECLARES.search(name) is None) and _DECLARES.match(name) is None


def declared_name(text: str) -> str | None:
    """The name after 填报单位：, empty if nothing was filled in; None if the text declares nobody."""
    name = normalise(text)
    found = _DECLARES.search(name) or _DECLARES_BARE.match(name)
    if not found:
        return None
    said = next((part for part in found.groups() if part is not None), "")
    rest = _AFTER_NAME.split(said, maxsplit=1)[0]
    rest = re.sub(r"[,;。(]?(?:盖章|公章|章)?\)?$", "", rest).strip(",;。_")
    return "" if is_nobody(rest) else rest


def without_seal(text: str) -> str | None:
    """The text before a mark for a seal at its end: 石桥镇（盖章） is 石桥镇; None if there is no such mark."""
    name = normalise(text)
    found = _SEALED.search(name)
    return name[: found.start()] if found is not None and found.start() else None


def is_nobody(name: str) -> bool:
    """Whether a place for a name is left open or means everybody: ____镇, 各乡镇（街道）."""
    return _NOBODY.fullmatch(normalise(name)) is not None


def is_declaring(text: str) -> bool:
    """Whether the text asks for the reporter's name, which then stands in the next cell: 填报单位, 填报单位：."""
    return _DECLARING.fullmatch(normalise(text)) is not None


def corner_unit(text: str) -> str | None:
    """The words after 单位：; None if there is no such corner. 填报单位： is no corner."""
    found = _CORNER.search(normalise(text))
    return found["unit"].strip(",;。") if found else None


def without_corner(text: str) -> str:
    """The header beside which a unit corner stands in the same cell: 指标（单位：万元） is 指标."""
    name = normalise(text)
    found = _CORNER.search(name)
    return name[: found.start()].rstrip("([,;/") if found else name


def is_table_number(text: str) -> bool:
    """Whether the text is a form's number or its approval."""
    return _TABLE_NUMBER.fullmatch(normalise(text)) is not None


def asks_for_period(text: str) -> bool:
    """Whether the text labels a period: 报告期：2026年6月, or 所属期 with the period in the next cell."""
    return _PERIOD_LABEL.match(normalise(text)) is not None


def says_period(text: str, beside: str) -> bool:
    """Whether a label's period stands behind it or in the next cell; 报告期：填写年月，如2026年1月 only explains."""
    name = normalise(text)
    found = _PERIOD_LABEL.match(name)
    return found is not None and _TIME_START.match(name[found.end() :] or normalise(beside)) is not None


def is_page(text: str) -> bool:
    """Whether a title only counts pages: 第2页, （第二页）, 第1页 共2页."""
    return _PAGE.fullmatch(normalise(text)) is not None


def is_continued(text: str) -> bool:
    """Whether a title says that the table before goes on."""
    return _CONTINUED.search(normalise(text)) is not None


def says_nil(text: str) -> bool:
    """Whether the words report that there is nothing to report."""
    return _NIL.search(normalise(text)) is not None
