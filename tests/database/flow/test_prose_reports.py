"""Reports in prose of several kinds, from the inbox to warehouse, verdict and receipt; every number is invented and worked by hand."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest

from huizong.answers.status import status_of
from huizong.flow import pipeline
from huizong.settings import INCLUDE, Settings
from huizong.warehouse import connect
from tests.database.flow.prose_catalogue import write_catalogue

REPORTS = {
    "云盘镇/2025/云盘镇2025年度工作总结.docx": (
        "云盘镇2025年度工作总结",
        "一、园区建设。新建标准化厂房3200平方米，完成征地56亩，“一事一议”民生项目投资85万元，临时征地面积9亩。",
        "二、为企服务。全年走访企业48家，窗口收到投诉件件，回访满意度为，比上年有好转。",
        "三、改厕。2025年新增户厕改造120户，已完成验收45户，65户正在备料。",
        "四、集体经济。全镇村集体经济收入365万元，较上年增长12。民间植树活动发动群众约900人。",
    ),
    "雁洲镇/2026/雁洲镇2026年度工作计划.txt": (
        "雁洲镇2026年度工作计划",
        "全年净增高新技术企业6家，新增科技型中小企业12家以上；年度引进亿元项目3只以上，打造数字化车间4个。",
        "研发经费投入增长超6%，一般项目审批不超过15个工作日。",
    ),
    "发展和改革局/2025-09/重点项目建设完成情况（2025年9月）.txt": (
        "重点项目建设完成情况（2025年9月）",
        "到9月末，市县两级开(复)工项目xx个，总开工率xx.x%，累计完成投资x.xx亿元，占年计划的xx%。",
    ),
    "栗坪镇/2025/栗坪镇2025年度工作总结.txt": ("栗坪镇2025年度工作总结", "各项工作有序推进，干部作风持续转变，营商环境不断改善。"),
    "农业农村局/2026/农业农村局2026年度工作计划.txt": (
        "农业农村局2026年度工作计划",
        "2026年计划落实粮食作物统防统治和统配统施面积各2.2万亩。",
    ),
    "枫渡镇/2025-H1/枫渡镇2025年上半年工作总结.txt": (
        "枫渡镇2025年上半年工作总结",
        "1—6月，全镇完成规模以上工业总产值4.99亿元，固定资产投资2.25亿元，走访企业31家。",
    ),
}
FORM = "枫渡镇/2025-06/枫渡镇6月月报.csv"


TOWN = next(name for name in REPORTS if name.endswith(".docx"))
HALF = next(name for name in REPORTS if "-H1/" in name)
PROJECTS = next(name for name in REPORTS if "-09/" in name)


def after(report: str, paragraph: int, words: str) -> str:
    """The place right behind the words: paragraph from 1, characters from 0."""
    text = REPORTS[report][paragraph - 1]
    assert text.count(words) == 1
    return f"{paragraph}:{text.index(words) + len(words)}"


@dataclass(frozen=True)
class Run:
    """What one run over all reports left behind."""

    settings: Settings
    figures: set[tuple[Any, ...]]
    unloaded: dict[str, dict[str, str]]
    issues: dict[str, dict[str, list[tuple[str, str]]]]
    verdicts: dict[str, str]

    def receipt(self, name: str) -> str:
        """The text receipt of a report."""
        (path,) = (path for path in self.settings.outbox.rglob("*_回执.txt") if name in path.name)
        return path.read_text("utf-8-sig")


@pytest.fixture(scope="module")
def run(server: Any, template: str, new_home: Callable[[str], Path]) -> Iterator[Run]:
    home = new_home("narratives")
    urls = server.create_database("narratives", template=template)
    environment = {"HUIZONG_HOME": str(home), "HUIZONG_STABLE_SECONDS": "0.001", "HUIZONG_CATALOGUE": str(home / "catalogue")}
    settings = Settings.from_environment(environment).with_database(urls.loader, urls.owner, urls.reader)
    settings = replace(settings, catalogue=write_catalogue(home / "catalogue"))
    form = settings.inbox / FORM
    form.parent.mkdir(parents=True)
    shutil.copy(INCLUDE / "samples" / FORM, form)
    pipeline.run_once(settings)
    for name, paragraphs in REPORTS.items():
        drop(settings.inbox / name, paragraphs)
    pipeline.run_once(settings)
    yield read(settings)
    server.drop_database("narratives")


def drop(path: Path, paragraphs: tuple[str, ...]) -> None:
    path.parent.mkdir(parents=True)
    if path.suffix == ".txt":
        path.write_text("\n".join(paragraphs), encoding="utf-8")
        return
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(path))


def read(settings: Settings) -> Run:
    with closing(connect(settings.owner_url)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "select organisation, indicator, period, basis, value, qualifier from core.figure "
            "where source = 'prose' and status = 'reported'"
        )
        figures = set(cursor.fetchall())
        cursor.execute(
            "select s.file, u.place, u.raw_text, u.status from quality.unloaded_figure u join raw.submission s using (submission_id)"
        )
        unloaded: dict[str, dict[str, str]] = {}
        for file, place, raw, status in cursor.fetchall():
            unloaded.setdefault(file, {})[place] = f"{raw} {status}"
        cursor.execute("select s.file, i.rule, i.place, i.message from quality.issue i join raw.submission s using (submission_id)")
        issues: dict[str, dict[str, list[tuple[str, str]]]] = {}
        for file, rule, place, message in cursor.fetchall():
            issues.setdefault(file, {}).setdefault(rule, []).append((place, message))
        cursor.execute("select file, verdict from raw.submission")
        verdicts = dict(cursor.fetchall())
    return Run(settings, figures, unloaded, issues, verdicts)


def test_prose_reaches_the_warehouse(run: Run) -> None:
    assert run.figures == {
        ("T04", "W35", "2025-12", "cumulative", Decimal(3200), None),
        ("T04", "W33", "2025-12", "cumulative", Decimal(56), None),
        ("T04", "W38", "2025-12", "cumulative", Decimal(85), None),
        ("T04", "W23", "2025-12", "cumulative", Decimal(48), None),
        ("T04", "W63", "2025", "plan", Decimal(120), None),
        ("T04", "W63", "2025-12", "cumulative", Decimal(45), None),
        ("T04", "W45", "2025-12", "cumulative", Decimal(365), None),
        ("T03", "W02", "2026", "plan", Decimal(6), None),
        ("T03", "W03", "2026", "plan", Decimal(12), "at_least"),
        ("T03", "W09", "2026", "plan", Decimal(3), "at_least"),
        ("T03", "W06", "2026", "plan", Decimal(4), None),
        ("T03", "W77", "2026", "plan", Decimal(6), "more_than"),
        ("C00", "W73", "2026", "plan", Decimal(22000), None),
        ("C00", "W74", "2026", "plan", Decimal(22000), None),
        ("T02", "E01", "2025-06", "cumulative", Decimal(49900), None),
        ("T02", "E03", "2025-06", "cumulative", Decimal(22500), None),
        ("T02", "W23", "2025-06", "cumulative", Decimal(31), None),
    }


def test_what_is_not_taken_is_kept_with_its_place(run: Run) -> None:
    assert run.unloaded["云盘镇2025年度工作总结.docx"] == {
        after(TOWN, 2, "临时征地面积"): "9亩 held",
        after(TOWN, 3, "收到投诉件"): "件 missing",
        after(TOWN, 3, "满意度为"): " missing",
        after(TOWN, 4, "完成验收45户，"): "65户 held",
        after(TOWN, 5, "较上年增长"): "12 held",
        after(TOWN, 5, "发动群众约"): "900人 held",
    }
    assert run.unloaded["雁洲镇2026年度工作计划.txt"] == {
        after(next(name for name in REPORTS if "雁洲镇" in name), 3, "审批不超过"): "15个工作日 held"
    }


def test_unmatched_measures_wait_with_the_alias_line_to_add(run: Run) -> None:
    (waiting,) = (one for one in status_of(run.settings).unmatched if "征地" in one.measure)
    assert (waiting.measure, waiting.suggestion, waiting.times) == ("临时征地面积9亩", "征地面积", 1)
    assert waiting.remedy.endswith("加一行：临时征地面积,W33,,,")
    assert waiting.place == f"{Path(TOWN).name} {after(TOWN, 2, '临时征地面积')}"


def test_verdicts(run: Run) -> None:
    assert {file: verdict for file, verdict in run.verdicts.items() if "月报" not in file} == {
        "云盘镇2025年度工作总结.docx": "partially_accepted",
        "雁洲镇2026年度工作计划.txt": "accepted",
        "重点项目建设完成情况（2025年9月）.txt": "returned",
        "栗坪镇2025年度工作总结.txt": "accepted",
        "农业农村局2026年度工作计划.txt": "accepted",
        "枫渡镇2025年上半年工作总结.txt": "accepted_with_queries",
    }


def test_faults_are_named_with_what_is_missing(run: Run) -> None:
    told = run.issues["云盘镇2025年度工作总结.docx"]
    complaints, content = after(TOWN, 3, "收到投诉件"), after(TOWN, 3, "满意度为")
    assert {place for place, _ in told["prose-missing"]} == {complaints, content}
    assert "（缺“受理投诉”，单位件）" in dict(told["prose-missing"])[complaints]
    assert "（缺“回访满意度”）" in dict(told["prose-missing"])[content]
    assert [place for place, _ in told["prose-unit-missing"]] == [after(TOWN, 5, "较上年增长")]
    ((place, message),) = told["prose-sum-differs"]
    assert (place, message) == (after(TOWN, 4, "户厕改造"), "文字里说总数是 120户，列出的各项加起来是 110户（45户＋65户）")
    receipt = run.receipt("云盘镇")
    for _, message in (*told["prose-missing"], *told["prose-unit-missing"], *told["prose-sum-differs"]):
        assert message in receipt.replace("\n", "")


def test_the_word_document_comes_back_with_a_comment_at_each_place(run: Run) -> None:
    (path,) = run.settings.outbox.rglob("*云盘镇*_标注.docx")
    opened = docx.Document(str(path))
    assert len(list(opened.comments)) == 4
    assert [paragraph.text for paragraph in opened.paragraphs] == list(REPORTS["云盘镇/2025/云盘镇2025年度工作总结.docx"])


def test_prose_is_reconciled_with_the_form_received_before(run: Run) -> None:
    # 4.99亿元 holds for 49 850 to 49 950 and the form says 49 872.0; 2.25亿元 for 22 450 to 22 550, the form says 21 745.0.
    ((place, message),) = run.issues["枫渡镇2025年上半年工作总结.txt"]["prose-differs-from-table"]
    assert place == after(HALF, 2, "固定资产投资")
    paragraph, offset = map(int, place.split(":"))
    said = f"第{paragraph}段第{offset + 1}字"  # clerks count from 1
    assert message == f"文字里写 2.25亿元（{said}），报表里是 21745万元（《枫渡镇6月月报.csv》第6行第4列）"
    assert "21745万元" in run.receipt("枫渡镇2025年上半年")


def test_a_text_whose_owed_figures_are_all_masked_goes_back_with_every_place(run: Run) -> None:
    receipt = run.receipt("重点项目建设")
    assert receipt.startswith("结论：退回")
    for words in ("项目", "开工率", "完成投资", "占年计划的"):
        offset = int(after(PROJECTS, 2, words).partition(":")[2])
        assert f"第2段第{offset + 1}字" in receipt  # clerks count from 1


def test_a_text_without_figures_is_a_result(run: Run) -> None:
    assert set(run.issues["栗坪镇2025年度工作总结.txt"]) - {"received-late"} == {"prose-no-figures"}
