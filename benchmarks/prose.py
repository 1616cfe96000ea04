"""Speed of figures from prose: ours beside recognizers-text on the same kind of generated report, in one run.

Run: `python benchmarks/prose.py [MEGABYTES] [--text PATH…]`. Each PATH is a UTF-8 text of complete reports, a line a paragraph:
its speed is printed too, with the mean length of its paragraphs and how often a figure comes; no text is shipped.

Marks: 300,000 characters a second on one core, 150,000 on dense text (a document of paragraphs of 200 to 600 characters, where
every sentence has figures or words that only look like units), and time linear in length (a paragraph ten times as long takes at
most fifteen times as long). Exit status 1 below a mark.

The public tool gets an environment of its own in the system's folder for temporary files, made here if absent. It is slow,
so it reads a shorter text; characters a second are compared. Its currency, dimension, number and percentage models together
find about what one call of ours finds, without lost numbers, masks, roles or measures.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "plugins"))

from huizong.narrative import extract, extract_document

MARK = 300_000
DENSE = 150_000
LINEAR = 15.0
ROUNDS = 3
SHORT = 12_000
PACKAGES = ("recognizers-text-suite==1.0.2a2", "emoji<1")
ENVIRONMENT = Path(tempfile.gettempdir()) / "huizong-benchmark-recognizers"
THEIRS = """
import json, sys, time
from recognizers_number import NumberRecognizer
from recognizers_number_with_unit import NumberWithUnitRecognizer
from recognizers_text import Culture

units, numbers = NumberWithUnitRecognizer(Culture.Chinese), NumberRecognizer(Culture.Chinese)
models = [units.get_currency_model(), units.get_dimension_model(), numbers.get_number_model(), numbers.get_percentage_model()]
paragraphs = json.load(sys.stdin)
[model.parse("完成投资3万元") for model in models]
begun = time.perf_counter()
found = sum(len(model.parse(text)) for text in paragraphs for model in models)
print(json.dumps({"seconds": time.perf_counter() - begun, "found": found}))
"""
PROSE = (
    "坚持以人民为中心的发展思想,统筹抓好乡村产业、基层治理和民生保障各项工作。",
    "各村(社区)认真落实主体责任,健全工作机制,常态化开展隐患排查,群众获得感明显增强。",
    "牵头部门强化调度督导,对照问题清单逐项整改销号,推动各项任务落地见效。",
    "持续优化营商环境,深化“一网通办”改革,进一步提升政务服务水平。",
)


def sentence(source: random.Random) -> str:
    """One sentence with figures, dates, a mask or a lost number, in the density of town reports."""
    n = source.randint
    return source.choice(
        (
            f"截至{n(1, 12)}月底,累计完成投资{n(1, 900) / 10}亿元,占年度计划的{n(300, 990) / 10}%,同比增长{n(1, 150) / 10}%。",
            f"新建村级道路{n(1, 90) / 10}公里,改造农房{n(10, 900)}户,发放补助{n(10, 999)}万元。",
            f"力争新增规上企业{n(2, 30)}家以上,带动就业{n(100, 3000)}余人。",
            f"开展联合执法{n(2, 40)}次,检查门店{n(20, 600)}家次,查处案件{n(1, 40)}起。",
            f"培训农民xx人次,发放宣传单{n(1, 20) * 100}份,张贴标语条。",
        )
    )


def report(characters: int, seed: int) -> list[str]:
    """Paragraphs of about 300 characters, together at least `characters` long; two plain sentences to one with figures."""
    source = random.Random(seed)  # noqa: S311 - text for timing, nothing secret
    paragraphs, length = [], 0
    while length < characters:
        text = ""
        while len(text) < 300:
            text += source.choice(PROSE) + source.choice(PROSE) + sentence(source)
        paragraphs.append(text)
        length += len(text)
    return paragraphs


NOUNS = (
    "农村公路,公里",
    "高标准农田,万亩",
    "污水管网,公里",
    "养老服务站,个",
    "文化广场,处",
    "矛盾纠纷,件",
    "困难家庭,户",
    "带头人,名",
)
DOINGS = ("新建", "改造", "排查", "整治", "帮扶", "培育", "完成", "新增", "化解", "巩固提升")
WORDY = (
    "国家级示范园区和专家工作站作用明显,大家的事大家办,项目落地服务专班一线协调。",
    "坚持一手抓发展、一手抓治理,做到件件有着落、户户有人管、家家受实惠。",
    "依托党员干部、网格员、志愿者等人员,把各类问题解决在基层一线、化解在萌芽状态。",
    "上年末结转事项逐项销号,二级以上岗位全部由本单位人员担任,第三方评估按期开展。",
)


def dense(characters: int, seed: int) -> list[str]:
    """Paragraphs of 200 to 600 characters as towns write them: figures, rates, dates, plans and words that look like units."""
    source = random.Random(seed)  # noqa: S311 - text for timing, nothing secret
    n = source.randint

    def figures() -> str:
        noun, unit = source.choice(NOUNS).split(",")
        value = f"{n(2, 900)}" if len(unit) == 1 else f"{n(10, 990) / 10}"
        return source.choice(
            (
                f"{source.choice(DOINGS)}{noun}{value}{unit},较上年同期增长{n(10, 300) / 10}%,占任务的{n(500, 990) / 10}%",
                f"今年以来投入资金{n(20, 9000)}万元,{source.choice(DOINGS)}{noun}{value}{unit}",
                f"{n(1, 12)}月底前计划{source.choice(DOINGS)}{noun}{value}{unit},总投资约{n(10, 90) / 10}亿元",
                f"其中{noun}{value}{unit}、惠及群众{n(100, 9000)}余人,满意率达{n(900, 999) / 10}%",
            )
        )

    paragraphs, length = [], 0
    while length < characters:
        text, target = "", n(200, 600)
        while len(text) < target:
            text += source.choice(WORDY) if n(0, 2) == 0 else figures() + source.choice(",;。。")
        paragraphs.append(text.rstrip(",;。") + "。")
        length += len(paragraphs[-1])
    return paragraphs


def document_speed(paragraphs: list[str]) -> float:
    """Characters a second of one document, the best of a few rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.process_time()
        for _extraction in extract_document(paragraphs):
            pass
        best = min(best, time.process_time() - begun)
    return sum(map(len, paragraphs)) / best


def of_file(path: Path) -> str:
    """What is printed of a text of one's own: speed, mean paragraph, characters to a figure."""
    paragraphs = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    size = sum(map(len, paragraphs))
    figures = sum(len(extraction.figures) for extraction in extract_document(paragraphs))
    return (
        f"{path.name:<18} {document_speed(paragraphs):>10,.0f} characters/s  ({size:,} characters, "
        f"{size / len(paragraphs):,.0f} a paragraph, a figure every {size / max(1, figures):,.0f})"
    )


def seconds(paragraphs: list[str]) -> tuple[float, int]:
    """Best time of a few rounds, and how many figures were found."""
    best, found = float("inf"), 0
    for _ in range(ROUNDS):
        begun = time.process_time()
        found = sum(len(extract(text)) for text in paragraphs)
        best = min(best, time.process_time() - begun)
    return best, found


def python_of_theirs() -> Path:
    """The interpreter of the public tool's environment, made if absent."""
    python = ENVIRONMENT / "bin" / "python"
    if not (ENVIRONMENT / "ready").exists():
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
        (ENVIRONMENT / "ready").touch()
    return python


def theirs(paragraphs: list[str]) -> tuple[float, int]:
    """Seconds and findings of the public tool."""
    done = subprocess.run([python_of_theirs(), "-c", THEIRS], input=json.dumps(paragraphs), capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout.splitlines()[-1])
    return answer["seconds"], answer["found"]


def main() -> int:
    """Print both speeds and the growth with length; 1 if a mark is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("megabytes", nargs="?", type=float, default=6)
    parser.add_argument("--text", nargs="+", type=Path, default=[])
    given = parser.parse_args()
    megabytes = given.megabytes
    extract("")
    paragraphs = report(int(megabytes * 1_000_000 / 3), 1)
    size = sum(map(len, paragraphs))
    spent, found = seconds(paragraphs)
    ours = size / spent
    print(f"huizong            {ours:>10,.0f} characters/s  ({size:,} characters, {found:,} figures)")
    thick = document_speed(dense(int(megabytes * 100_000 / 3), 4))
    print(f"huizong, dense     {thick:>10,.0f} characters/s")
    for path in given.text:
        print(of_file(path))
    short = report(SHORT, 2)
    spent, found = theirs(short)
    public = sum(map(len, short)) / spent
    print(f"recognizers-text   {public:>10,.0f} characters/s  ({sum(map(len, short)):,} characters, {found:,} findings)")
    print(f"ratio              {ours / public:>10,.0f}")
    one, ten = "".join(report(100_000, 3)), "".join(report(1_000_000, 3))
    growth = seconds([ten])[0] / seconds([one])[0]
    print(f"one paragraph, {len(one):,} to {len(ten):,} characters: {growth:.1f} times the time")
    return 0 if ours >= MARK and thick >= DENSE and growth <= LINEAR else 1


if __name__ == "__main__":
    sys.exit(main())
