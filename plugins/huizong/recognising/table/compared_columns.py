"""Columns of comparisons: the captions over them, and the amounts that stand beside their rates."""

from __future__ import annotations

import re
from dataclasses import replace

from huizong.catalogue.texts import normalise
from huizong.model import Basis
from huizong.recognising.table.axes import Column, Role
from huizong.recognising.vocabulary import form_words as words

_COMPARED = (Basis.PRIOR_YEAR, Basis.CURRENT_PRIOR_YEAR)
_OF_RATE = re.compile(r"\(?(?:±|\+/?-)?%\)?$")


def without_captions(columns: list[Column]) -> list[Column]:
    """与上年比较 over 本年 and 上年 says nothing that its columns don't say; over 本月 alone it would make a growth of it."""
    plain = []
    for column in columns:
        unknown = column.meaning.unknown
        if unknown and column.words[-1] not in unknown and all(map(words.is_comparison, unknown)):
            group = [other for other in columns if set(unknown) <= set(other.words)]
            if _compares(column, *_COMPARED, Basis.GROWTH_RATE) or any(_compares(other, *_COMPARED) for other in group):
                column = replace(column, meaning=replace(column.meaning, unknown=()))
        plain.append(column)
    return plain


def amounts_apart(columns: list[Column]) -> list[Column]:
    """同比增减 beside 同比增减% is the difference in the unit of the values, which nobody asks for."""
    rates = {normalise(c.words[-1]) for c in columns if c.words and _compares(c, Basis.GROWTH_RATE, Basis.CURRENT_GROWTH_RATE)}
    stems = {_OF_RATE.sub("", leaf) for leaf in rates if _OF_RATE.search(leaf)}
    return [
        replace(column, role=Role.VARIANT) if column.meaning.unknown and column.words and normalise(column.words[-1]) in stems else column
        for column in columns
    ]


def _compares(column: Column, *bases: Basis) -> bool:
    return any(basis in column.meaning.bases for basis in bases)
