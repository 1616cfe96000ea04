"""Ten towns that report the same sound month, and what the flow made of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from huizong.flow import pipeline
from huizong.settings import Settings
from huizong.steps import preparing, waves
from huizong.warehouse import connect

# Filled in so that nothing of the form is wrong: 7.2 = 55754.8 / 52005.9 - 1 in percent, 70.0 = 100 x 2548.1 / 3638.1 …
ROWS = """指标名称,计量单位,本月,本月止累计,上年同期累计,同比（%）,年度计划,完成年计划（%）
规模以上工业总产值,万元,11020.7,55754.8,52005.9,7.2,,
规模以上工业增加值,万元,,13938.7,,6,,
固定资产投资,万元,4890.3,23250.5,22402.8,5.5,,
其中：工业投资,万元,2205.1,10625.4,,6.7,,
社会消费品零售总额,万元,3060.2,16115.4,15320.5,5.2,,
一般公共预算收入,万元,720.4,3638.1,3415,6.5,8600,42.3
其中：税收收入,万元,503.9,2548.1,2380.6,7,,
税收占一般公共预算收入比重,%,,70,,,,
规模以上工业企业数,家,34,,,,,
新登记经营主体,户,92,452,424,6.6,,
其中：新登记企业,户,29,145,,,,
粮食播种面积,亩,,,,,,
招商引资到位资金,万元,1790,9070,,,22000,41.2
工业用电量,万千瓦时,401.15,1992.82,1906.5,4.5,,
"""
TOWNS = {
    "T01": "栗坪镇",
    "T02": "枫渡镇",
    "T03": "雁洲镇",
    "T04": "云盘镇",
    "T05": "麦湾镇",
    "T06": "桐坳镇",
    "T07": "柘冲乡",
    "T08": "龙窖乡",
    "T09": "城南街道",
    "T10": "苇塘街道",
}
VICTIM = "T07"


def report_of(town: str, month: str = "2025年5月") -> bytes:
    """The monthly form of a town as a delimited text."""
    return f"汀岚县乡镇主要经济指标月报表\n填报单位：{town},,,{month}\n{ROWS}".encode()


@dataclass(frozen=True)
class County:
    """A system of its own with a file of each town in its inbox."""

    settings: Settings

    def drop(self, path: str, content: bytes) -> Path:
        """A file in the inbox that has come to rest."""
        target = self.settings.inbox / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        return target

    def drop_all(self) -> None:
        """The month of every town."""
        for town in TOWNS.values():
            self.drop(f"{town}/2025-05/{town}5月.csv", report_of(town))

    def run(self) -> waves.BatchSummary:
        """The whole flow once."""
        return pipeline.run_once(self.settings)

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the owner reads."""
        with closing(connect(self.settings.owner_url)) as connection, connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall()

    def verdicts(self) -> dict[str, str]:
        """The verdict on each town's file."""
        return dict(self.rows("select a.reporter, s.verdict from raw.submission as s join raw.arrival as a using (arrival_id)"))

    def rules(self, town: str) -> set[str]:
        """The faults found in a town's files."""
        statement = (
            "select i.rule from quality.issue as i join raw.submission as s using (submission_id)"
            " join raw.arrival as a using (arrival_id) where a.reporter = %s"
        )
        return {rule for (rule,) in self.rows(statement, town)}

    def receipt(self, town: str) -> str:
        """The plain text of a town's one receipt."""
        (path,) = (self.settings.outbox / TOWNS[town]).rglob("*_回执.txt")
        return path.read_text("utf-8-sig")

    def receipts(self) -> int:
        """How many receipts lie in the outbox."""
        return len(list(self.settings.outbox.rglob("*_回执.html")))

    def inbox(self) -> list[str]:
        """What still lies in the inbox."""
        return sorted(str(path.relative_to(self.settings.inbox)) for path in self.settings.inbox.rglob("*") if path.is_file())

    def published(self) -> int:
        """How many towns are in the county's published industrial output; 0 where nothing is published."""
        ((towns,),) = self.rows(
            "select reported from mart.rollup where period = '2025-05' and organisation = 'C00' and indicator = 'E01'"
            " and basis = 'cumulative' and method = 'sum_of_children'"
        ) or [(0,)]
        return towns


def county(settings: Settings) -> County:
    """A prepared system whose files need no rest."""
    made = County(replace(settings, stable_seconds=1e-6, readers=1))
    preparing.prepare(made.settings)
    return made


def sha_of(town: str) -> str:
    """The digest of a town's file."""
    return hashlib.sha256(report_of(TOWNS[town])).hexdigest()


def raising(original: Callable[..., Any], concerns: Callable[..., bool], error: Exception | type[Exception]) -> Callable[..., Any]:
    """The function as it is, but that it raises where the call concerns the victim."""

    def wrapped(*arguments: Any, **keywords: Any) -> Any:
        if concerns(*arguments, **keywords):
            raise error
        return original(*arguments, **keywords)

    return wrapped
