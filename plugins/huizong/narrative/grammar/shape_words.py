"""Words that open a shape which can't be whole without a number, each with what must follow it."""

from collections.abc import Iterator

# 标准为每学期〔〕, 收费不高于每吨〔〕
LEVELS = ("为", "达", "至", "到", "是", "不高于", "不低于", "不超过")
PER = (
    "吨",
    "户",
    "人",
    "亩",
    "学期",
    "学年",
    "平方米",
    "公斤",
    "斤",
    "度",
    "立方米",
    "方",
    "株",
    "头",
    "只",
    "人每月",
    "人每年",
    "户每年",
    "亩每年",
)
GRANTS = ("补助", "补贴", "奖励", "奖补", "救助", "资助", "发放")
GRANTED = ("户", "人", "亩", "名", "头", "株", "村", "家", "校")
WANTING = ("还差", "仍差", "尚差", "还缺", "尚缺", "仍缺")
GOALS = ("目标", "任务", "任务数", "任务量", "计划数", "目标值", "预算数")
# 下半年再完成〔〕
AGAIN = ("再完成", "再建成", "再新增", "再投入", "再实施", "再新建", "再培育")
# 年产饲料〔〕,上缴税收20万元
YEARLY = ("年产", "年加工", "年出栏", "年可加工", "年可生产", "年处理", "年可处理", "年生产", "年发电", "年可接待", "年屠宰")
# 办结860件,平均用时〔〕
MEAN = ("平均",)
# 危房改造87户,户均补助〔〕。
AVERAGES = tuple(
    lead + noun
    for lead in ("户均", "人均", "亩均", "村均", "年均")
    for noun in ("补助", "补贴", "奖补", "增收", "收入", "纯收入", "收益", "纯收益", "投入", "分红", "支出", "费用", "成本", "耕地", "面积")
)
# 比去年同期少〔〕, 较常年偏多〔〕
COMPARED = tuple(
    lead + time for lead in ("较", "比") for time in ("去年", "上年", "年初", "常年", "同期", "上月", "上季度", "上期", "前年", "往年")
)
# 平均得分88.7分,最高96.2分,最低〔〕
EXTREMES = ("最高", "最低", "极差")
NEEDED = ("还需资金", "尚需资金", "共需资金", "仍需资金", "还需投资", "尚需投资", "共需投资")
# 计划改造小区〔〕,实际改造8个
PLANS = ("计划", "原计划", "拟", "应")
SHARES = ("占总", "占全")
# Acts that are counted where they end a clause, though elsewhere they call for no number.
ACTED = frozenset({"报到", "报名", "用工", "务工", "面试", "入学", "就读", "签约", "到岗", "上岗", "返岗", "入职"})
REAL = ("实际",)
PARTS = "(?:投资|任务|计划|人口|面积|产量|产值|收入|支出|总量|总数|总额|人数|户数|资金)"
GOAL_NEXT = r"(?=,(?:[已现]|目前|截至|实际|累计|完成|实现|1-\d|前\d|前[两三]季度|上半年)[^,。;\d]{0,10}\d)"


def anchors() -> Iterator[tuple[tuple[str, ...], str]]:
    """The words that open a shape, each group with what must follow it."""
    yield REAL, "(?=(?:已|共|仅)?[\u4e00-\u9fff]{2}[,。;])"
    yield ("约",), "(?=[,。;)]|$)"
    yield tuple(f"{level}每{unit}" for level in LEVELS for unit in PER), "(?=[,。;)]|$)"
    yield tuple(f"每{unit}{grant}" for unit in GRANTED for grant in GRANTS), "(?=[,。;])"
    yield SHARES, f"(?=[^,。;\\d的]{{0,8}}{PARTS}[,。;])"
    yield WANTING, "(?=[,。;)]|$)"
    yield GOALS, GOAL_NEXT
    yield AGAIN, "(?=[,。;]|$)"
    yield YEARLY, "(?=[\u4e00-\u9fff]{1,6}[,。;])"
    yield MEAN, "(?=[\u4e00-\u9fff]{0,4}(?:时间|用时|价格|收入|单价|工资|年龄|成本|产量|亩产|得分|成绩)[,。;])"
    yield NEEDED, "(?=[,。;]|$)"
    yield AVERAGES, "(?=(?:达|约|为|仅)?[,。;])"
    yield COMPARED, "(?=(?:同期)?(?:每[亩户人吨斤])?(?:偏?[多少]|增收|减收|[增减])[,。;])"
    for word in COMPARED:
        yield (word,), f"(?<=,{word})(?=[^,。;\\d]{{1,10}}\\d)"
    yield EXTREMES, "(?=[,。;])"
    yield PLANS, r"(?=[^,。;:、\d]{2,14},实际[^,。;\d]{0,6}\d)"
