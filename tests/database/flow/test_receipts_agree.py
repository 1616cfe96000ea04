"""Head, count of things to do, and remarks of a receipt say the same, whatever came and whatever became of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from huizong.catalogue.defaults import default_issue_types
from huizong.flow import pipeline
from huizong.model import Severity

if TYPE_CHECKING:
    from huizong.settings import Settings

NOTHING = "您不用再做什么。"
OPTIONAL = re.compile(r"(?:.*（)?(?:不用|本次不用|已有说明|已批准|先不用|本年已经问过|下次请|请看一眼|请核对|期末|如|有了)")
# Masks and gaps are faults of a text that is owed, and remarks in any other (DESIGN §2: candidates are nobody's debt).
HOLES = "走访企业XX家，完成绿化面积亩。"
FULL = "走访企业35家，完成绿化面积120亩。"
VALUE = "全镇规模以上工业总产值完成12000万元，同比增长5.0%。"
CSV = "汀岚县乡镇主要经济指标月报表\n填报单位：{0},,2026年6月\n指标,单位,本月\n"
FILES = {
    # folder, name: (text, what the head must be)
    ("栗坪镇", "总结.txt"): (f"栗坪镇2026年上半年工作总结\n上半年，{VALUE}{FULL}\n", rf"已接收：.*{NOTHING}"),
    ("枫渡镇", "总结.txt"): (f"枫渡镇2026年上半年工作总结\n上半年，{VALUE}{HOLES}\n", "结论：部分接收。您要做2件事，改好后重报整份。"),
    ("雁洲镇", "总结.txt"): (
        f"雁洲镇2026年上半年工作总结\n上半年，{HOLES}\n",
        "结论：退回。应报的数一个也没有写出来，不能收取。您要做2件事，改好后重报整份。",
    ),
    # 行道树 are no indicator of the form: a hole all the same, though no owed figure is held for it.
    ("云盘镇", "总结.txt"): (
        f"云盘镇2026年上半年工作总结\n上半年，{VALUE}修剪行道树XX株。\n",
        "结论：已接收，有待改正。您要做1件事，改好后重报整份。",
    ),
    ("麦湾镇", "5月信息.txt"): (
        f"麦湾镇2026年5月信息\n5月，全镇{HOLES}\n",
        rf"已接收：麦湾镇 文字材料 2026年5月，.*没有计入数据。{NOTHING}",
    ),
    ("发展和改革局", "简报.txt"): (f"项目简报\n2026年6月，{HOLES}\n", rf"已接收：发展和改革局 文字材料 2026年6月，.*{NOTHING}"),
    # A text under the title of a table that the bureau owes is that table, unreadable: never accepted as prose.
    ("农业农村局", "6月.txt"): (f"分乡镇农业生产情况月报表\n2026年6月，{HOLES}\n", "结论：退回。您要做1件事，改好后重报整份。"),
    ("桐坳镇", "6月.csv"): (CSV.format("桐坳镇"), "结论：退回。您要做1件事，改好后重报整份。"),
    ("查无此镇", "总结.txt"): (VALUE, "结论：退回。您要做1件事，把同一份文件放进本单位的文件夹，内容不用改。"),
    ("柘冲乡", "说明.txt"): ("1:新增2家企业，增产300万元\n", "已接收：柘冲乡 对待说明事项的答复，.*收到1条说明，1条没有用上。"),
}


@pytest.fixture
def receipts(settings: Settings) -> dict[tuple[str, str], list[str]]:
    for (folder, name), (text, _) in FILES.items():
        (settings.inbox / folder).mkdir(exist_ok=True)
        (settings.inbox / folder / name).write_text(text, encoding="utf-8")
    pipeline.run_once(settings)
    found = {}
    for folder, name in FILES:
        outbox = "_未识别" if folder == "查无此镇" else folder
        (path,) = (settings.outbox / outbox).rglob(f"*_{name}_回执.txt")
        found[folder, name] = path.read_text("utf-8-sig").splitlines()
    return found


def part(lines: list[str], *titles: str) -> list[str]:
    """The lines under a title, up to the empty line after them."""
    found = []
    inside = False
    for line in lines:
        inside = line in titles or (inside and bool(line))
        if inside and line not in titles:
            found.append(line)
    return found


def test_head_count_and_remarks_agree(receipts: dict[tuple[str, str], list[str]]) -> None:
    for key, (_, head) in FILES.items():
        lines = receipts[key]
        assert re.fullmatch(head, lines[0]), (key, lines[0])
        numbered = [line for line in part(lines, "请改正", "请处理", "待说明（没填错的，写一句原因）") if line.startswith("【")]
        said = re.search(r"您要做(\d+)件事", lines[0])
        assert len(numbered) == (int(said[1]) if said else 0), key
        remarks = [line for line in lines if line.startswith("  · ")]
        assert not [line for line in remarks if not is_optional(line.removesuffix("）"))], (key, remarks)
    # A text that nobody owes names its holes as remarks, and how one that is owed would be known.
    lines = "\n".join(receipts["麦湾镇", "5月信息.txt"])
    assert "“全镇走访企业XX家”中用符号代替了数字" in lines
    assert "“完成绿化面积亩”中应该有数的地方没有数" in lines
    assert "不用处理；有数的补上后可以再放一次" in lines
    assert "这份要是应报的《乡镇半年工作总结》，请在标题或文件名写明报告期和名称（如“20" in lines
    assert "请用下发的表样填好，或把内容做成表格" in "\n".join(receipts["农业农村局", "6月.txt"])
    assert "这份文字不是应报的报表" in "\n".join(receipts["发展和改革局", "简报.txt"])


def test_no_remark_of_the_catalogue_demands_anything() -> None:
    """What is judged milder than its type, or is a remark from the start, may ask to look but not to report again."""
    shown = [kind for kind in default_issue_types().values() if kind.responsibility != "reviewer"]
    remarks = {kind.code: kind.remedy for kind in shown if kind.severity is Severity.INFO}
    remarks |= {f"{kind.code} (milder)": kind.milder for kind in shown if kind.milder}
    assert {code for code, text in remarks.items() if not is_optional(text)} == set()


def is_optional(remedy: str) -> bool:
    """Whether nothing need be done: it says so, asks to look, or says what to do in a case that need not be this one."""
    return OPTIONAL.match(remedy) is not None or "的请" in remedy
