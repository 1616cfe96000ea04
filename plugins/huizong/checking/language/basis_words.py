"""The Chinese words for bases and comparisons in what a clerk reads."""

from __future__ import annotations

from huizong.checking.language.tree import At
from huizong.model import Basis

BASIS_WORDS: dict[Basis, str] = {
    Basis.CURRENT: "本期",
    Basis.CUMULATIVE: "本年累计",
    Basis.PRIOR_YEAR: "上年同期",
    Basis.GROWTH_RATE: "同比",
    Basis.CURRENT_PRIOR_YEAR: "本期的上年同期",
    Basis.CURRENT_GROWTH_RATE: "本期同比",
    Basis.PLAN: "计划",
    Basis.PLAN_COMPLETION: "完成进度",
}

AT_WORDS: dict[At, str] = {At.NOW: "", At.PREVIOUS: "上期", At.YEAR_BEFORE: "上年同期"}

COMPARISON_WORDS = {"=": "等于", "!=": "不等于", ">=": "不小于", "<=": "不大于", ">": "大于", "<": "小于"}
