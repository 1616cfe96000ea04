"""The words in the heads and rows of report forms that mean no indicator: label headers, totals, groups, codes."""

from __future__ import annotations

import re
from functools import lru_cache

from huizong.catalogue.texts import normalise
from huizong.model import Basis

_LABEL_HEADERS = re.compile(
    r"(?:主要)?(?:经济)?指标(?:名称|项目)?|(?:收入|支出|预算)?项目(?:名称)?|名称|(?:乡|镇|乡镇|镇乡|街道|乡镇街道|镇街|地区|区域|单位|填报单位|报送单位|村|村名|行政村|村居|村社区|社区)(?:名称|名|别)?"
    r"|乡镇\(街道\)|乡\(镇\)|镇\(街道\)|类别|品种|种类|分类|行业|产业|科目|预算科目|内容|月份|年份|季度|时间|期别|indicator|item|name|甲"
)
_PART_HEADERS = re.compile(r"(?:工程|重点)?项目(?:名称?|全称)|(?:行政)?村(?:名称?|居|社区)?|社区(?:名称?)?|企业(?:名称?)?|园区(?:名称?)?")
_UNIT_HEADERS = re.compile(r"(?:计量)?单位|unit|乙")
_DITTO = frozenset({"同上", "〃", "″", "“", "”", '"', "々", "''"})
_SERIAL_HEADERS = re.compile(r"序号?|序|行次|行号|编号|no\.?|排名|位次|名次|排序|位序|rank(?:ing)?", re.IGNORECASE)
_CODE_HEADERS = re.compile(r".*(?:编码|代码|证号|证件号|身份证|账号|帐号|卡号|信用代码|邮编|文号)|.*(?:电话|手机|联系方式)(?:号码?)?")
_REMARK_HEADERS = re.compile(
    r".*(?:备注|说明|原因|责任(?:单位|科室|人|部门)?|负责人|联系人|填报人|经办人|进展(?:情况)?|数据来源|来源|状态|日期|时间|建设内容|建设地点|地址)|remarks?"
)
_VARIANT_HEADERS = re.compile(
    r".*(?:环比|[比较与]上[月季期]|[比较与][年期]初|[比较与][上去]年(?:年?[末底]|全年)|[比较与同]前年|两年平均|同口径|扣除|剔除|增减额|增加额|增减量|增加量|净增|占比|比重|占全县|贡献率|拉动|序时|百分点).*"
)
# In %, and against last year, or of nothing else than a rise: no list has every spelling of it.
_GROWTH_RATE = re.compile(
    r"(?:累计)?(?:(?:同比|[比较与](?:上年|去年)(?:同期)?(?:相比)?)(?:[增升][长减幅速降]|变化|变动)?|[增升][长减幅速降])(?:情况|幅度?|率|速度)?\(?±?%\)?"
)
# Spellings of the plainest heads; the county's own list goes before them.
_SPELLINGS = {
    Basis.GROWTH_RATE: _GROWTH_RATE,
    Basis.CUMULATIVE: re.compile(
        r"(?:自?本?年初(?:以来|起|[至到-](?:今|[本当]月|本期|报告[期月])(?:[止末底])?)|(?:元月|1月?)(?:份)?[至到-][本当]月(?:[止末底])?"
        r"|[至到][本当]月(?:[止末底])?(?=累计)|自?年初(?=累计)|[本当]月止(?=累计)|(?=累计[^计]))(?:累计)?(?:完成|实际)?[数值额量]?"
    ),
    Basis.CURRENT: re.compile(r"(?:[本当]月|报告月|本月份)(?:实际|完成)?[数值额量]?"),
    Basis.PRIOR_YEAR: re.compile(r"(?:[上去]年)?同期(?:累计)?(?:完成|实际)?[数值额量]?"),
}
# Values of other periods than the report's and the same of last year: 上年末, 上季度, 前年同期.
_OTHER_PERIOD = re.compile(
    r"(?:(?:前|上上)年(?:同期|同月|全年)?|上(?:个?月|季度?|旬)[末底份]?|[上去]年年?[末底]|[年期]初)"
    r"(?:累计)?(?:完成|实绩|实际|存栏|结存)?(?:余额|[数值额量])?"
)
_SAME_OF_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)?\d{2})年(?:度)?(?:的)?同期")
_YEAR_BEFORE = re.compile(r"[上去]年度(?:累计)?(?:完成|实绩|实际)?[数值额]?")
_OWN_LENGTH = {
    "month": re.compile(r"(?<![-至到])[本当]月(?![止末底]|累计)"),
    "quarter": re.compile(r"[本当]季(?!.*累计|末)"),
    "half": re.compile(r"本半年"),
}
# From January on, or of the quarter's months alone: only its writer knows.
_UNCLEAR_TOTAL = re.compile(r"(?<![-至到前\d一二三四])(?:第?[二三四2-4]季度?|(?:[2-9]|1[0-2])月?[-至到]\d{1,2}月(?:份)?)累计.*")
_OF_VALUES = re.compile(r"(?:累计)?(?:完成|实绩|实际)?[数值额]?$")
_NEUTRAL = re.compile(
    r"产量|数量|数值|绝对[数值额量]|总量|完成|完成数|完成额|完成量|完成值|实际|实际数|实际完成|实际完成数|实绩|完成情况|指标值|数据|数额|实数|合计数|value|amount|[^\w%‰±+-]*"
)
_EXPECTATION = re.compile(r"预计|预测|预期|预估|暂估|估算|测算")
_COMPARISON = re.compile(
    r"(?:[与同比较和](?:上年|去年)(?:同期|同月)?)?(?:相比|比较|对比)(?:情况|变化)?|(?:同比|变化|增减|增长|升降)(?:情况|变化)|增减|增速|增幅|增长"
)
_AT_ITS_END = re.compile(r"(?:本|报告)?(?:[月季]末|月底|期末)(?:实有|存栏|结存)?(?:[数值量]量?)?")
_NARROWING = re.compile(
    r"(?:[(]?[一二三四五六七八九十\d]{1,2}[)]?[、.,]?)?(?:其中[:,]?(?P<part>[^:]{2,})"
    r"|(?P<of>城镇|农村|国有(?:企业)?|集体(?:企业)?|民营(?:企业)?|私营(?:企业)?|外资(?:企业)?|个体(?:户|工商户)?|贫困户|脱贫户|低保户|五保户|特困户?"
    r"|残疾人?(?:户|家庭)?|一般(?:户|农户)|新开工|续建|新建|改建|扩建|在建|已?竣工|已完成|未完成|计划[内外]|[县乡村]道|[省市县乡村]级|本级|上级|自筹|社会资本|计划数?|目标数?|预[计算]数?|上[月季年]|去年))"
    r"(?:部分|项目|情况|类)?:?"
)
_COUNTED_TIMES = {"月": "月", "月份": "月", "月度": "月", "季度": "季度", "季": "季度"}
_TOTAL = re.compile(
    r"(?:.*[,、:/()])?(?:全县|全镇|全乡|全区|全市|县级|总|共)?(?:合计|总计|共计|小计|汇总|计)\)?|总数|全[县镇乡区市](?:总)?(?:合计|总计)?数?|(?:grand)?total",
    re.IGNORECASE,
)
_SUBTOTAL = re.compile(r".*小计\)?|其中.*")
_ENDS_TOTAL = re.compile(r"(?P<name>.+?)(?:合计|总计|小计|共计)")
_KIND = re.compile(
    r"(?:[(]?[一二三四五六七八九十\d]{1,2}[)]?[、.,]?)?(?:各|所有)?(?:乡镇|镇街|街道|乡镇街道|镇|乡|园区|开发区|部门|村)(?:部分|类|级)?"
)
_THIS_YEAR = frozenset({"本年", "今年", "本期", "本期数", "本年数", "本年度", "本年完成", "本年实际", "今年完成"})
_OWN_LEVEL = re.compile(r"(?:[(]?[一二三四五六七八九十\d]{1,2}[)]?[、.,]?)?[^、.,]{0,4}[县市区镇乡]?本级")
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}[、.,]|[(][一二三四五六七八九十]{1,3}[)]")
# What a table's groups are called, and a word of the names that it can only group: 农业 over 固定资产投资 may be its investment.
_GROUPS = (
    (re.compile(r"财政|财税|税收|税务|财政税收"), re.compile(r"预算|税|基金收入")),
    (re.compile(r"农业|农业农村|农林牧渔业?|种植业|畜牧业?|养殖业?"), re.compile(r"粮|猪|牛|羊|禽|蛋|菜|麦|玉米|播种|油料|水产")),
    (re.compile(r"消费|商贸|商业|内贸|贸易"), re.compile(r"零售|消费品")),
    (re.compile(r"市场主体|经营主体|市场监管"), re.compile(r"经营主体|市场主体")),
    (re.compile(r"人口|户籍"), re.compile(r"人口|户数")),
)
_GROUP = re.compile(
    r"(?:[(]?[一二三四五六七八九十\d]{1,2}[)]?[、.,]?)?(?P<name>.{2,6}?)(?:经济|生产|运行|发展)?(?:类|方面|领域|部分|情况|指标|板块)*"
)


def is_label_header(text: str) -> bool:
    """Whether the header stands over names: 指标名称, 乡镇, 项目."""
    return _LABEL_HEADERS.fullmatch(normalise(text).lower()) is not None


def names_parts(text: str) -> bool:
    """Whether the header stands over names of what lies in a town: villages, projects, enterprises."""
    return _PART_HEADERS.fullmatch(normalise(text)) is not None


def is_unit_header(text: str) -> bool:
    """Whether the header may stand over units of measure."""
    return _UNIT_HEADERS.fullmatch(normalise(text).lower()) is not None


def is_ditto(text: str) -> bool:
    """Whether the text stands for the one above it: 同上, 〃."""
    return text.strip() in _DITTO


def is_serial_header(text: str) -> bool:
    """Whether the header stands over numbers of rows or ranks."""
    return _SERIAL_HEADERS.fullmatch(normalise(text)) is not None


def is_code_header(text: str) -> bool:
    """Whether the header stands over codes, whose digits are no quantity."""
    return _CODE_HEADERS.fullmatch(normalise(text)) is not None


def is_remark_header(text: str) -> bool:
    """Whether the header stands over words about the row."""
    return _REMARK_HEADERS.fullmatch(normalise(text).lower()) is not None


def is_variant_header(text: str) -> bool:
    """Whether the header names a comparison other than 同比, which is a variant and never growth_rate (PRACTICE, Checks)."""
    return _VARIANT_HEADERS.fullmatch(normalise(text)) is not None


@lru_cache(maxsize=1 << 14)
def basis_said(text: str) -> Basis | None:
    """The basis that a plain head says in whatever spelling: 比上年同期增减（±%）, 年初至今, 当月数, 同期累计; None for others."""
    name = normalise(text)
    return next((basis for basis, spelling in _SPELLINGS.items() if spelling.fullmatch(name)), None)


def is_other_period(text: str) -> bool:
    """Whether the header stands over values of a period that is neither the report's nor the same of last year: 上年末, 上季度."""
    return _OTHER_PERIOD.fullmatch(normalise(text)) is not None


def says_other_period(text: str) -> bool:
    """Whether a header that is set aside stands over values of another period: those above, and 2023年同期 in a report of 2026."""
    return is_other_period(text) or named_same_period(text) is not None


def named_same_period(text: str) -> tuple[int, str] | None:
    """The year in 2025年同期 or 比25年同期增长(%), and the header with 上年 in its place; None for other headers."""
    name = normalise(text)
    found = _SAME_OF_YEAR.search(name)
    if found is None:
        return None
    year = int(found["year"])
    return year if year > 99 else 2000 + year, f"{name[: found.start()]}上年同期{name[found.end() :]}"


def says_same_period(text: str) -> bool:
    """Whether the header says 同期 without a year: 同期累计."""
    return normalise(text).startswith("同期")


def says_whole_year_before(text: str) -> bool:
    """Whether the header says the year before as a whole: 上年度; 上年 alone is short for 上年同期 as well."""
    return _YEAR_BEFORE.fullmatch(normalise(text)) is not None


@lru_cache(maxsize=1 << 14)  # asked of every place of a table
def says_another_length(text: str, frequency: str) -> bool:
    """Whether the header's own words name values of another length than those of a report of that frequency: 本季 in a month's.

    What 二季度累计 counts from is said by nothing.
    """
    name = normalise(text)
    return _UNCLEAR_TOTAL.fullmatch(name) is not None or any(
        length != frequency and pattern.search(name) is not None for length, pattern in _OWN_LENGTH.items()
    )


def without_value_word(text: str) -> str:
    """The header without the word that only says that values stand there: 上年全年完成数 is 上年全年."""
    return _OF_VALUES.sub("", normalise(text))


def is_neutral(text: str) -> bool:
    """Whether the words say no more than that here is the value: 产量, 绝对数, 完成."""
    return _NEUTRAL.fullmatch(normalise(text).lower()) is not None


def narrows(text: str, name: str) -> bool:
    """Whether words over an indicator, or left of it, make it a part of itself: 其中：新开工, 农村, 国有企业; not what its name has."""
    found = _NARROWING.fullmatch(normalise(text))
    return found is not None and (found["part"] or found["of"]) not in normalise(name)


def says_at_its_end(text: str) -> bool:
    """Whether the header says that values are those at the end of the report's period: 月末, 期末数."""
    return _AT_ITS_END.fullmatch(normalise(text)) is not None


def says_expectation(text: str) -> bool:
    """Whether a header is over values that are only expected: 预计本月, 全年预测数."""
    return _EXPECTATION.search(normalise(text)) is not None


def is_comparison(text: str) -> bool:
    """Whether the words over several columns only say that these are compared: 与上年比较, 增速."""
    return _COMPARISON.fullmatch(normalise(text)) is not None


def counted_time(header: str) -> str:
    """What a bare number under the header counts: 月 under 月份, 季度 under 季度; empty for other headers."""
    return _COUNTED_TIMES.get(normalise(header), "")


def is_total(text: str) -> bool:
    """Whether the label names a total: 合计, 总 计, 小计, 全县."""
    return _TOTAL.fullmatch(normalise(text)) is not None


def is_subtotal(text: str) -> bool:
    """Whether a total covers only some of the rows."""
    return _SUBTOTAL.fullmatch(normalise(text)) is not None


def total_of(text: str) -> str | None:
    """The name in 青石镇合计; None if the label does not end in a word for total."""
    found = _ENDS_TOTAL.fullmatch(normalise(text))
    return found["name"] if found else None


def is_kind(text: str) -> bool:
    """Whether the label names a kind of organisation and none of them: 一、乡镇, 各园区."""
    return _KIND.fullmatch(normalise(text)) is not None


def says_this_year(text: str) -> bool:
    """Whether the header only says that the values are this year's, not of which months: 本年, 本期数."""
    return normalise(text) in _THIS_YEAR


def says_own_level(text: str) -> bool:
    """Whether the label means what a county or town has by itself, beside its parts: 县本级, 本级."""
    return _OWN_LEVEL.fullmatch(normalise(text)) is not None


def is_heading(text: str) -> bool:
    """Whether the text is a numbered heading: 二、收入, （三）单位数."""
    return _HEADING.match(normalise(text)) is not None


def groups(text: str, name: str) -> bool:
    """Whether the words over an indicator only say among which others it stands: 工业 over 规模以上工业总产值, 一、财税 over 税收收入."""
    found = _GROUP.fullmatch(normalise(text))
    if found is None:
        return False
    word = found["name"]
    return word in normalise(name) or any(of.fullmatch(word) and inside.search(name) for of, inside in _GROUPS)
