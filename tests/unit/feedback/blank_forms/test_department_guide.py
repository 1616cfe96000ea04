"""The guide for clerks says what the catalogue says."""

from __future__ import annotations

from huizong.catalogue import Catalogue
from huizong.feedback.blank_forms.department_guide import GUIDE, fault_lines, form_lines, guide_text, placeholder_lines


def test_the_guide_is_current(catalogue: Catalogue) -> None:
    # After a change of the catalogue: python -m huizong.feedback.blank_forms.department_guide
    assert GUIDE.read_text("utf-8") == guide_text(catalogue)


def test_forms_and_deadlines(catalogue: Catalogue) -> None:
    lines = {(line.title, line.reporters): (line.frequency, line.due) for line in form_lines(catalogue)}
    assert lines["汀岚县乡镇主要经济指标月报表", "各乡镇（街道）"] == ("每月", "次月8日 17:00前")
    # The target form of a year is due at the end of its February.
    assert lines["汀岚县年度主要目标任务分解表", "发展和改革局"] == ("每年", "当年2月最后一天 17:00前")


def test_what_stands_for_no_number(catalogue: Catalogue) -> None:
    meanings = {text: meaning for texts, meaning in placeholder_lines(catalogue) for text in texts.split("、")}
    assert meanings["`XX`"] == meanings["`待补`"] == "占位，不算数，要补"
    assert meanings["`/`"] == "按不适用处理，不用补"
    assert meanings["`—`"] == "按空着处理；必填的要补"


def test_faults_are_the_departments_and_without_severity_names(catalogue: Catalogue) -> None:
    lines = fault_lines(catalogue)
    assert {line.action for line in lines} == {"须改正", "待说明", "提示"}
    messages = [line.message for line in lines]
    assert catalogue.issue_type("narrative-candidate").responsibility == "reviewer"
    assert not [message for message in messages if "线索" in message]
    assert not [line for line in lines if "{" in line.message + line.remedy]
    assert not [word for word in ("强制", "critical", "blocking") if word in guide_text(catalogue)]
