"""A figure of another unit right before a unit that has none: 出让土地42宗〔亩〕, 干道2条〔处〕."""

from huizong.narrative.found import Found
from huizong.narrative.grammar.lexicon import ProseUnit
from huizong.narrative.lost.fellows import ENDS, pair_again
from huizong.narrative.lost.gaps import Gaps
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "side_by_side")
BESIDE = frozenset({"people", "area", "length", "mass", "volume", "money"})
# 通报6批次〔起〕典型案例: what comes in batches is counted after them.
BATCHES = frozenset(LISTS.words("batches"))
# 32栋〔套〕安置房, 6个单元〔户〕: what houses hold.
HOUSED = frozenset((house, flat) for house in ("栋", "幢", "单元", "户") for flat in ("套", "户", "间") if house != flat)
PLACES = frozenset(LISTS.words("places"))
COUNTED = frozenset({"count", "people"})


def beside(text: str, start: int, unit: ProseUnit, found: Found, gaps: Gaps, needs_noun: frozenset[str]) -> bool:
    """Whether a figure of another unit stands right before: 42宗〔亩〕, 3260卷、〔件〕; `needs_noun` are units that end many words."""
    if not found.drafts:
        return False
    last = found.drafts[-1]
    if last.end == start and last.unit and last.dimension == unit.dimension == "count" and pair_again(text, start, last.unit, unit.name):
        return True
    if unit.name == "个" and last.end == start and last.unit in PLACES:  # 4市〔个〕县
        return gaps.noun_follows(text, start + 1, unit)
    if unit.name in needs_noun:  # 通报6批〔起〕
        return unit.name == "起" and last.end == start and last.unit in BATCHES and ENDS.match(text, start + 1) is not None
    if last.end == start:
        return (
            (
                last.dimension in COUNTED
                and unit.name != last.unit
                and last.unit != "个"  # 8个万亩片区: a class of size
                and (last.unit in BATCHES or unit.dimension in BESIDE or (unit.name.endswith("次") and len(unit.name) > 1))
            )
            or (last.unit, unit.name) in HOUSED
            or (last.dimension == "time" and unit.dimension == "money")
        )
    return last.end == start - 1 and text[start - 1] == "、" and last.dimension in COUNTED | BESIDE
