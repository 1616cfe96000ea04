"""Writes the sample submissions: `python -m include.samples.build`; what each must come to is in `expected.yaml`.

All numbers fit together (`figures.csv`). A fault is put in where its file is built, and named there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from include.samples.made_figures import MONTHLY, OTHER_NAMES, QUARTERLY, TOWNS, Figures, Row, changed
from include.samples.writing import (
    AGRICULTURE,
    MONTHLY_HEADER,
    MONTHLY_TITLE,
    QUARTERLY_HEADER,
    TARGETS,
    book_bytes,
    csv_bytes,
    docx_bytes,
    town_sheet,
    towns_sheet,
    two_level_sheet,
)

HERE = Path(__file__).resolve().parent

SUMMARY = (
    "雁洲镇2025年上半年工作总结",
    "今年以来，雁洲镇紧扣县委、县政府部署，各项工作稳步推进。现将上半年工作总结如下。",
    "一、经济运行平稳",
    "上半年，全镇规模以上工业总产值完成3.80亿元，同比增长5.2%；固定资产投资完成1.26亿元；一般公共预算收入2391.5万元。新登记经营主体336户。",
    "二、服务企业用心",
    # Masked: the number of complaints. Dropped: the rate.
    "走访企业48家，受理投诉XX件，回访满意度为，得到企业好评。",
    "三、乡村建设有序",
    "建成高标准农田1200亩，新建绿道3.5公里，义务植树8600株。落实管护费26.5万元，其中供水管护费12万元，污水管护费9.3万元，设施管护费5.2万元。",
    # Masked: a figure that the form requires. Dropped: the households.
    "上半年，村集体经济收入XX.X万元；完成改厕户，农户普遍满意。",
    "下半年，我镇将继续抓好项目建设和民生保障。",
)
BUREAU_REPORT = (
    "汀岚县市场监督管理局2025年上半年工作总结",
    "一、准入便利",
    "上半年，全县新登记经营主体4506户，其中新登记企业1580户。免费刻章1286枚，减免费用38.58万元。",
    "二、服务企业",
    "走访企业215家。受理投诉1842件，办结投诉1796件，回访满意度98.2%。",
    "三、政策兑现",
    "梳理惠企政策46条，其中免申即享12条，即申即享19条，承诺兑现15条。",
)


def samples() -> Iterator[tuple[str, bytes]]:
    """Each file's path under the inbox and its bytes, in the order in which they are dropped."""
    figures = Figures.read()
    heading = ("汀岚县年度主要目标任务分解表", "县发展和改革局", "2025年")
    yield "发展和改革局/2025/2025年主要目标任务分解表.xlsx", book_bytes(towns_sheet(figures, "2025", heading, TARGETS))
    for town in ("T01", "T09"):
        rows = list(figures.rows(town, "2025-05", MONTHLY).values())
        name = TOWNS[town]
        yield f"{name}/2025-05/{name}5月月报.xlsx", book_bytes(town_sheet(MONTHLY_TITLE, name, "2025年5月", MONTHLY_HEADER, rows))
    yield from _monthly(figures)
    rows = list(figures.rows("T01", "2025-Q2", QUARTERLY).values())
    quarterly = town_sheet("汀岚县乡镇民生保障季报表", "栗坪镇", "2025年二季度", QUARTERLY_HEADER, rows)
    yield "栗坪镇/2025-Q2/栗坪镇民生保障季报.xlsx", book_bytes(quarterly)
    heading = ("汀岚县分乡镇农业生产情况月报表", "县农业农村局", "2025年6月")
    yield "农业农村局/2025-06/分乡镇农业生产情况6月.xlsx", book_bytes(towns_sheet(figures, "2025-06", heading, AGRICULTURE))
    yield "雁洲镇/2025-H1/雁洲镇上半年工作总结.docx", docx_bytes(SUMMARY)
    yield "市场监督管理局/2025-H1/市场监管局上半年工作总结.txt", ("\n".join(BUREAU_REPORT) + "\n").encode()
    yield from _returned(figures)


def _monthly(figures: Figures) -> Iterator[tuple[str, bytes]]:
    """The monthly form of eight towns for June; 龙窖乡 and 苇塘街道 give nothing that can be taken."""

    def rows(town: str) -> dict[str, Row]:
        return figures.rows(town, "2025-06", MONTHLY)

    def book(town: str, content: dict[str, Row], reporter: str | None = None, *, numbered: bool = False) -> bytes:
        lines = list(content.values())
        return book_bytes(town_sheet(MONTHLY_TITLE, reporter or TOWNS[town], "2025年6月", MONTHLY_HEADER, lines, numbered=numbered))

    yield "栗坪镇/2025-06/栗坪镇6月月报.xlsx", book("T01", rows("T01"))
    lines: list[tuple[object, ...]] = [(MONTHLY_TITLE,), ("填报单位：枫渡镇", "", "", "2025年6月"), MONTHLY_HEADER]
    lines += [(name, unit, *values) for name, unit, values in rows("T02").values()]
    yield "枫渡镇/2025-06/枫渡镇6月月报.csv", csv_bytes(lines, "gb18030")
    yield "雁洲镇/2025-06/雁洲镇6月月报.xlsx", book_bytes(two_level_sheet("雁洲镇", "2025年6月", list(rows("T03").values())))

    masked = rows("T04")
    masked["E05"] = changed(masked["E05"], current="xx.xx")
    yield "云盘镇/2025-06/云盘镇6月月报.xlsx", book("T04", masked, numbered=True)

    blank = rows("T05")
    blank["E09"] = changed(blank["E09"], current=None)
    yield "麦湾镇/2025-06/麦湾镇6月月报.xlsx", book("T05", blank)

    # A digit was lost, 12300.0 became 1230.0, and the completion was computed from it.
    lost = rows("T06")
    lost["E13"] = changed(lost["E13"], cumulative=Decimal("1230.0"), plan_completion=Decimal("5.1"))
    yield "桐坳镇/2025-06/桐坳镇6月月报.xlsx", book("T06", lost)

    # One row in 元 where the form wants 万元.
    slipped = rows("T07")
    slipped["E04"] = changed(slipped["E04"], current=Decimal(3215000), cumulative=Decimal(17456000))
    yield "柘冲乡/2025-06/柘冲乡6月月报.xlsx", book("T07", slipped)

    # Other names for the same things; the investment of an earlier month was corrected downwards by 317.0.
    renamed = {code: changed(row, name=OTHER_NAMES.get(code)) for code, row in rows("T09").items()}
    yield "城南街道/2025-06/城南街道6月月报.xlsx", book("T09", renamed, reporter="城南街道办事处")


def _returned(figures: Figures) -> Iterator[tuple[str, bytes]]:
    """Three files of which nothing can be taken."""
    rows = figures.rows("T03", "2025-06", MONTHLY)
    other = town_sheet(MONTHLY_TITLE, "雁洲镇", "2025年6月", MONTHLY_HEADER, list(rows.values()))
    yield "龙窖乡/2025-06/6月月报.xlsx", book_bytes(other)
    whole = book_bytes(town_sheet(MONTHLY_TITLE, "苇塘街道", "2025年6月", MONTHLY_HEADER, list(rows.values())))
    yield "苇塘街道/2025-06/苇塘街道6月月报.xlsx", whole[: len(whole) * 3 // 5]
    lines: list[tuple[object, ...]] = [(MONTHLY_TITLE,), ("填报单位：麦弯镇", "", "", "2025年6月"), MONTHLY_HEADER]
    lines += [(name, unit, *values) for name, unit, values in figures.rows("T05", "2025-06", MONTHLY).values()]
    yield "麦弯镇/2025-06/麦弯镇6月月报.csv", csv_bytes(lines, "utf-8")


def build(folder: Path) -> tuple[Path, ...]:
    """Writes all samples below the folder and returns their paths."""
    written = []
    for name, content in samples():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written.append(path)
    return tuple(written)


if __name__ == "__main__":
    for path in build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE):
        sys.stdout.write(f"{path}\n")
