"""A scan beside a readable form is kept as an attachment; alone it goes back."""

from __future__ import annotations

from dataclasses import replace

from huizong.model import Finding, Paragraph
from tests.unit.recognising.county import document, drafts, monthly, rules, sheet, told

FORM = [["各乡镇税收收入（2026年6月）"], ["乡镇", "累计(万元)"], ["石桥镇", 10]]


def test_a_scan_is_an_attachment_only_beside_a_form(catalogue):
    scan = replace(document(name="包.zip/盖章件.jpg"), refusal=Finding("file-is-scan"), sha256="1")
    form, beside = drafts(catalogue, document(sheet(FORM), name="包.zip/税收.xlsx"), scan, reporter="B2")
    assert told(form) == {("T1", "I4", "2026-06", "cumulative", "10", "B3")}
    assert (beside.verdict, [finding.rule for finding in beside.findings]) == ("ignored", ["attachment"])
    (alone,) = drafts(catalogue, scan, reporter="B2")
    assert (alone.verdict, [finding.rule for finding in alone.findings]) == (None, ["file-is-scan"])


def test_a_note_packed_with_the_form_is_an_attachment_and_a_report_is_not(catalogue):
    form = document(sheet(monthly("指标 单位 累计", "税收收入 万元 2")), name="包.zip/月报.xlsx")
    note = replace(document(name="包.zip/说明.txt"), sha256="1", paragraphs=(Paragraph(1, "数据已核对，请查收。"),))
    report = replace(document(name="包.zip/总结.txt"), sha256="2", paragraphs=(Paragraph(1, "税收收入1802万元，同比增长3%。"),))
    _, beside, prose = drafts(catalogue, form, note, report)
    assert (beside.verdict, rules(beside)) == ("ignored", {("attachment", "")})
    assert ("organisation-missing", "") in rules(prose)
