"""Patterns of many words, factored by their first signs so that a miss costs little."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Protocol


def alternation(words: Iterable[str], not_before: Mapping[str, str] = MappingProxyType({}), lead: str = "") -> str:
    """A pattern that matches the longest of the words, factored by first letters so that a miss costs little.

    A word of `not_before` does not match where its pattern follows; `lead` is what of the words stands before these.
    """
    tree: dict[str, list[str]] = {}
    for word in set(words):
        if word:
            tree.setdefault(word[0], []).append(word[1:])
    parts = []
    for first, rests in sorted(tree.items()):
        told = lead + first
        barred = f"(?!{not_before[told]})" if told in not_before else ""
        if rests == [""]:
            parts.append(re.escape(first) + barred)
        else:
            inner = alternation(rests, not_before, told)
            whole = barred if "" in rests else None
            parts.append(re.escape(first) + (f"(?:{inner}{'|' + whole if whole else ''})" + "?" * (whole == "") if inner else ""))
    return "|".join(parts)


class Add(Protocol):
    """Adds words as anchors."""

    def __call__(self, kind: str, words: Iterable[str], tail: str = "") -> None:
        """Add words of a kind, with what must stand around them."""


class Heads(dict[str, re.Pattern[str]]):
    """The anchors by their first sign, each set as one pattern.

    A pattern is compiled when a text first has its sign: a text needs a few of the five hundred, a form none.
    """

    def __init__(self, entries: dict[str, str]) -> None:
        super().__init__()
        self.groups: dict[str, dict[str, str]] = {}
        for word, tail in entries.items():
            if word:
                self.groups.setdefault(word[0], {})[word] = tail

    def __missing__(self, first: str) -> re.Pattern[str]:
        self[first] = found = re.compile(trie(self.groups[first]))
        return found

    def alone(self) -> frozenset[str]:
        """The signs that are anchors alone, whatever follows them."""
        return frozenset(first for first, group in self.groups.items() if group == {first: ""})

    def first(self, seconds: dict[str, frozenset[str]]) -> re.Pattern[str]:
        """Where an anchor may begin: at a sign of its own, or at one of two signs that words of anchors begin with."""
        whole = re.escape("".join(sorted(self.groups.keys() - seconds.keys())))
        next_ = re.escape("".join(sorted(set().union(*seconds.values()))))
        return re.compile(f"[{re.escape(''.join(sorted(self.groups)))}](?:(?<=[{whole}])|(?=[{next_}]))")


def trie(entries: dict[str, str]) -> str:
    """A pattern of words, each with what must stand around it; every branch begins with a letter, so that a search can skip."""
    tree: dict[str, dict[str, str]] = {}
    for word, tail in entries.items():
        if word:
            tree.setdefault(word[0], {})[word[1:]] = tail
    parts = []
    for first, rests in sorted(tree.items()):
        longer = trie({rest: tail for rest, tail in rests.items() if rest})
        here = rests.get("")
        inner = [part for part in (longer, here) if part]
        optional = here == ""
        parts.append(re.escape(first) + (f"(?:{'|'.join(inner)})" if inner else "") + ("?" if optional and inner else ""))
    return "|".join(parts)


def second_signs(entries: dict[str, str]) -> dict[str, frozenset[str]]:
    """By first sign the second ones of the anchors, where none of them is a sign alone."""
    groups: dict[str, set[str]] = {}
    for word in entries:
        groups.setdefault(word[0], set()).add(word[1:2])
    return {first: frozenset(signs) for first, signs in groups.items() if "" not in signs}
