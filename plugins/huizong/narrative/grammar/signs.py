"""Patterns that look at one sign before they are tried: most places are told by it, and a look costs a tenth of a trial.

The signs are worked out from the pattern itself, so that no set of them can lag behind the words.
"""

import re
from collections.abc import Iterable
from importlib import import_module
from typing import Any

# The parser of `re` itself has no public name; type checkers know it or not, as their order of looking has it.
ops: Any = import_module("re._constants")
parser: Any = import_module("re._parser")

# A set of signs larger than this is no help: \d, the whole of Han.
MOST = 2000
REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)
START = (ops.AT_BEGINNING, ops.AT_BEGINNING_STRING)


class AnySignError(Exception):
    """Raised within this module where a pattern may begin or end with any sign."""


def members(items: Iterable[tuple[Any, Any]]) -> set[str]:
    """The signs of a class in brackets."""
    signs: set[str] = set()
    for kind, value in items:
        if kind is ops.LITERAL:
            signs.add(chr(value))
        elif kind is ops.RANGE and value[1] - value[0] < MOST:
            signs |= {chr(code) for code in range(value[0], value[1] + 1)}
        elif kind is ops.CATEGORY and value is ops.CATEGORY_DIGIT:
            signs |= DECIMALS
        else:
            raise AnySignError
    return signs


def edge(sequence: Iterable[tuple[Any, Any]], *, last: bool) -> tuple[set[str], bool]:
    """The signs that the first (or last) taken sign of a parsed sequence may be, and whether it may take none; "" is an empty text."""
    signs: set[str] = set()
    items = list(sequence)
    for kind, value in reversed(items) if last else items:
        if last and kind is ops.AT and value in START:
            return signs | {""}, False
        if kind in (ops.AT, ops.ASSERT, ops.ASSERT_NOT):
            continue
        found, empty = one(kind, value, last=last)
        signs |= found
        if not empty:
            return signs, False
    return signs, True


def one(kind: object, value: Any, *, last: bool) -> tuple[set[str], bool]:
    """What `edge` says, of one item."""
    if kind is ops.LITERAL:
        return {chr(value)}, False
    if kind is ops.IN:
        return members(value), False
    if kind is ops.SUBPATTERN:
        return edge(value[-1], last=last)
    if kind is ops.ATOMIC_GROUP:
        return edge(value, last=last)
    if kind in REPEATS:
        signs, empty = edge(value[2], last=last)
        return signs, empty or value[0] == 0
    if kind is ops.BRANCH:
        parts = [edge(part, last=last) for part in value[1]]
        return set().union(*(signs for signs, _ in parts)), any(empty for _, empty in parts)
    raise AnySignError


# \d takes the decimal digits of every script.
DECIMALS = frozenset(sign for sign in map(chr, range(0x20000)) if sign.isdecimal())


def edge_signs(pattern: re.Pattern[str], *, last: bool) -> frozenset[str]:
    """The signs with which a match may begin (or end); a ValueError for a pattern that this can't tell."""
    try:
        signs, empty = edge(parser.parse(pattern.pattern), last=last)
    except AnySignError:
        empty = True
    if empty:
        raise ValueError(f"a match of {pattern.pattern!r} may {'end' if last else 'begin'} with any sign: compile it without looking")
    return frozenset(signs)


class Opening:
    """A pattern that is tried only where one of its first signs stands."""

    __slots__ = ("firsts", "pattern", "tried")

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        compiled = re.compile(pattern)
        self.firsts, self.tried = edge_signs(compiled, last=False), compiled.match

    def match(self, text: str, at: int = 0) -> re.Match[str] | None:
        """The match that begins at `at`, or None."""
        return self.tried(text, at) if text[at : at + 1] in self.firsts else None


class Ending:
    """A pattern that closes with $, tried only on texts that end in one of its last signs."""

    __slots__ = ("lasts", "pattern", "tried")

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        compiled = re.compile(pattern)
        # $ also stands before a line feed that ends the text
        self.lasts, self.tried = edge_signs(compiled, last=True) | {"\n"}, compiled.search

    def search(self, text: str) -> re.Match[str] | None:
        """The match that ends with the text, or None."""
        return self.tried(text) if text[-1:] in self.lasts else None

    def within(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The match that lies in text[start:end] and ends with it, or None; what it looks back at may stand before `start`."""
        return self.tried(text, start, end) if (text[end - 1] if start < end else "") in self.lasts else None
