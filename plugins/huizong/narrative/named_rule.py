"""Named rules: what decided a figure's value, role or qualifier, or that a number is lost, stands by its name in the result.

A rule has a reason and an example that it decides (the figure in braces); the examples are run by a test, so none can lag behind. In an
ordered list the first rule that holds decides. `known()` is all of them by name, for `huizong extract --explain`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Generic, Literal, TypeVar

Decides = Literal["value", "loss", "role", "qualifier"]
Place = TypeVar("Place", contravariant=True)

# The modules that hold the lists, in the order in which a figure meets them.
LISTS = (
    "huizong.narrative.numbers.value_rules",
    "huizong.narrative.lost.loss_rules",
    "huizong.narrative.meaning.roles",
    "huizong.narrative.meaning.qualifiers",
)


@dataclass(frozen=True, slots=True)
class Rule:
    """Name, reason and example of a decision; `example` marks the figure it decides: 全年目标{20座}."""

    name: str
    reason: str
    example: str


@dataclass(frozen=True, slots=True)
class Test(Rule, Generic[Place]):
    """A rule of an ordered list, with what it looks for; `holds` answers at a place in a sentence, with a word if one decided."""

    holds: Callable[[Place], object]


def by_name(rules: Iterable[Rule]) -> dict[str, Rule]:
    """The rules by name; a ValueError for a name given twice."""
    named: dict[str, Rule] = {}
    for rule in rules:
        if named.setdefault(rule.name, rule) is not rule:
            raise ValueError(f"two rules are called {rule.name}")
    return named


@lru_cache(maxsize=1)
def known() -> dict[str, tuple[Decides, Rule]]:
    """All rules by name, each with what it decides."""
    found: dict[str, tuple[Decides, Rule]] = {}
    for module in LISTS:
        lists: dict[Decides, tuple[Rule, ...]] = import_module(module).DECIDES
        for decides, rules in lists.items():
            for name, rule in by_name(rules).items():
                if name in found:
                    raise ValueError(f"two rules are called {name}")
                found[name] = (decides, rule)
    return found
