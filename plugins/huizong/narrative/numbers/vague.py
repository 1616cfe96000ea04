"""Indefinite numbers, by which nobody can count: 几十万, 数以千计, 好几个亿, 千把人."""

import re

from huizong.narrative.grammar.signs import Ending

# 数十万元, 好几百万, 若干亿元, 几个亿, 数以千计, 千把人: nobody can count by these.
VAGUE_SIGNS = frozenset("十百千万亿")
VAGUE = re.compile(
    "(?<=[数几])[十百千万亿]+|(?<=若干)[百千万亿]+|(?<=[数几]个)亿|(?<=数以)[十百千万亿]+计|(?<=动辄)[十百千万亿]+|[百千万]把(?=[个人户元块斤亩条只头件名里米公来])"
)
VAGUE_LEAD = Ending("若干$|[数几]个$|数以$|动辄$|(?<![人户总件次天个台学务标划])[数几]$")


def indefinite(text: str, start: int) -> tuple[int, int] | None:
    """The span of an indefinite number whose first power stands at `start`: 几〔十万〕, 数以〔千〕计, 〔千〕把人."""
    found = VAGUE.match(text, start)
    if found is None:
        return None
    lead = VAGUE_LEAD.search(text[max(0, start - 2) : start])
    if lead is None:
        return found.span() if found[0][-1] == "把" else None
    return start - len(lead[0]), found.end()


def quantity_fraction(text: str, at: int) -> bool:
    """Whether 百分之, 千分之, 万分之 begins at `at`."""
    return text.startswith("分之", at + 1)
