"""The Chinese words and signs of the board: each state has both, since colour alone tells nothing to who can't see it."""

from __future__ import annotations

from dataclasses import dataclass

from huizong.catalogue import Period
from huizong.feedback.receipt.receipt_words import BASES
from huizong.model import Basis
from huizong.publishing.nature_words import NATURES as NATURES  # for templates, which know this module


@dataclass(frozen=True, slots=True)
class Sign:
    """How a state is shown: a sign, a word, and the class of its colour."""

    mark: str
    word: str
    colour: str


STATES = {
    "accepted": Sign("✓", "已接收", "good"),
    "accepted_with_queries": Sign("?", "已接收，有待说明", "asked"),
    "partially_accepted": Sign("◐", "部分接收", "partly"),
    "returned": Sign("✗", "退回", "bad"),
    "overdue": Sign("!", "逾期未报", "late"),
    "awaited": Sign("·", "待报", "quiet"),
    "unasked": Sign("", "不需报", "quiet"),
    "waiting": Sign("…", "等待传输完成", "quiet"),
    "ignored": Sign("–", "不作报表收取", "quiet"),
}
SEVERITIES = {"critical": "须改正", "blocking": "须改正或经批准", "query": "待说明", "info": "提示"}
STATUSES = {
    "reported": "",
    "blank": "（空）",
    "placeholder": "（占位符号）",
    "missing": "（缺）",
    "not_applicable": "不涉及",
    "error": "（读不出）",
    "held": "（读不出）",
}
FAULT_STATES = {"open": "未了结", "explained": "已说明", "waived": "已批准放行", "void": "规则有误，已撤销"}
RESPONSIBLE = {"department": "填报单位", "county": "县里", "reviewer": "审核人", "system": "系统"}
PERIOD_STATES = {"provisional": "未定稿", "final": "已定稿", "reverted": "已恢复为以前发布的数"}
UNMATCHED = {"indicator": "指标", "organisation": "单位", "header": "表头", "unit": "计量单位", "measure": "文字中的指标"}
WANTED = {"basis": "口径", "factor": "换算系数", "form": "归入哪张报表"}
MESSAGES = {"reminder": "催报", "escalation": "催报升级", "alert": "告警"}
MESSAGE_STATES = {
    "waiting": "还在重试",
    "failed": "没有送到",
    "uncertain": "不知是否送到",
    "expired": "过期未送",
    "unreachable": "没有联系方式",
}
CHANNELS = {"email": "邮件", "wecom": "企业微信", "dingtalk": "钉钉", "webhook": "网络钩子", "none": "（没有）"}
KINDS = {"county": "县", "town": "乡镇街道", "bureau": "部门", "park": "园区", "village": "村社区", "project": "项目"}


def period(text: str | None) -> str:
    """A period in words."""
    return "报告期未定" if text is None else Period.parse(text).words


def short_period(text: str) -> str:
    """A period for the head of a narrow column: 25.06, 25Q2, 25上, 2025."""
    year, _, rest = text.partition("-")
    if not rest:
        return year
    if rest.startswith("H"):
        return f"{year[2:]}{'上' if rest == 'H1' else '下'}"
    return f"{year[2:]}{rest}" if rest.startswith("Q") else f"{year[2:]}.{rest}"


def basis(text: str) -> str:
    """A basis in words."""
    return BASES[Basis(text)]
