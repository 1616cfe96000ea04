"""What one look at a unit without number tells of the rules that could prove it a loss: most of them need not be asked.

A look says what a rule's own test asks first: the unit or its dimension, the sign right before it. It leaves a rule out only where its
test could not hold, so the rule that decides is the same with looks and without.
"""

from collections.abc import Collection
from dataclasses import dataclass

from huizong.narrative.lost import fellows, held_units, lone_units, scales
from huizong.narrative.lost.orphan import Orphan
from huizong.narrative.named_rule import Test


@dataclass(frozen=True, slots=True)
class OrphanLook:
    """What must be so for a rule to hold; empty is anything."""

    units: Collection[str] = ()
    dimensions: Collection[str] = ()
    ends: Collection[str] = ()


COUNTS = ("count", "people")
# By the name of the rule.
LOOKS = {
    "bare-member": OrphanLook(ends=fellows.MEMBER_SIGNS),
    "moves-from-unit": OrphanLook(ends=scales.MOVED_FROM.lasts),
    "moves-to-unit": OrphanLook(ends=lone_units.MOVED_END.lasts),
    "held-at-unit": OrphanLook(ends=scales.HELD_AT.lasts),
    "fellow-of-counts": OrphanLook(dimensions=COUNTS),
    "compared-in-unit": OrphanLook(ends=lone_units.AGAINST.lasts),
    "persons-served": OrphanLook(units=("人",), ends=("为",)),
    "persons-dealt-with": OrphanLook(ends=("对",)),
    "number-in-all": OrphanLook(ends=("数",)),
    "alone-after-figure": OrphanLook(ends=(",",)),
    "got-by-persons": OrphanLook(units=("人",), ends=("", ",", ";", "。")),
    "age-alone": OrphanLook(dimensions=("age",)),
    "had-like-fellow": OrphanLook(units=("名",), ends=("有",)),
    "count-of-stretch": OrphanLook(dimensions=("count",)),
    "among-subject": OrphanLook(ends=("中",)),
    "money-for-each": OrphanLook(dimensions=("money",), ends=lone_units.EACH.lasts),
    "had-before-stop": OrphanLook(units=lone_units.HAD, ends=("有",)),
    "money-in-notes": OrphanLook(units=("元",)),
    "owned": OrphanLook(ends=lone_units.OWNED.lasts),
    "members-of-class": OrphanLook(ends=lone_units.OVER.lasts),
    "subject-with-fellow": OrphanLook(dimensions=("count",)),
    "reach": OrphanLook(dimensions=("length",)),
    "size-of-next": OrphanLook(dimensions=("length",)),
    "short-of": OrphanLook(ends=lone_units.SHORT_OF.lasts),
    "time-used": OrphanLook(dimensions=("time",)),
    "age-bound": OrphanLook(dimensions=("age",)),
    "full-years": OrphanLook(dimensions=("age", "time")),
    "count-of-holders": OrphanLook(units=("个",)),
    "goal-in-unit": OrphanLook(ends=lone_units.SET_FOR.lasts),
    "reward": OrphanLook(units=("元",)),
    "taken": OrphanLook(units=lone_units.TAKEN_UNITS, ends=lone_units.TAKEN.lasts),
    "given-to": OrphanLook(units=lone_units.PERSONS, ends=lone_units.GIVEN.lasts),
    "households-of-persons": OrphanLook(units=("户",)),
    "households-after-places": OrphanLook(units=("户", "人"), ends=held_units.PLACES.lasts),
    "households-in-all": OrphanLook(units=("户",)),
    "pair-of-counts": OrphanLook(units=held_units.PAIR_BEGINS),
}
ANYTHING = OrphanLook()


class OrphanRules(dict[tuple[str, str, str], tuple[Test[Orphan], ...]]):
    """The rules of a list, in order, that may hold for a unit of a dimension behind a sign."""

    def __init__(self, rules: tuple[Test[Orphan], ...]) -> None:
        super().__init__()
        self.rules = tuple((rule, LOOKS.get(rule.name, ANYTHING)) for rule in rules)

    def __missing__(self, key: tuple[str, str, str]) -> tuple[Test[Orphan], ...]:
        if len(self) > MOST_KEPT:
            self.clear()
        unit, dimension, last = key
        self[key] = found = tuple(
            rule
            for rule, look in self.rules
            if (not look.units or unit in look.units)
            and (not look.dimensions or dimension in look.dimensions)
            and (not look.ends or last in look.ends)
        )
        return found


MOST_KEPT = 20_000
