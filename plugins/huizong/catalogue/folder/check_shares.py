"""What is wrong with the shares by which organisations that were split are divided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from huizong.catalogue.entries import Organisation, SplitShare
from huizong.catalogue.folder.located import Located, Problem, Tables, duplicates

WHOLE = Decimal(100)


def share_problems(tables: Tables) -> Iterator[Problem]:
    """Shares of nobody that was split, to nobody who is an heir of today, or that do not make up the whole."""
    organisations = {row.entry.code: row.entry for row in tables.organisations}
    indicators = {row.entry.code for row in tables.indicators}
    yield from duplicates(tables.shares, "organisation", "heir", "indicator")
    of: dict[tuple[str, str | None], list[Located[SplitShare]]] = {}
    for row in tables.shares:
        of.setdefault((row.entry.organisation, row.entry.indicator), []).append(row)
        if row.entry.indicator and row.entry.indicator not in indicators and tables.whole("indicators.csv"):
            yield row.problem(f"indicator: there is no indicator {row.entry.indicator}")
    for (code, _), rows in of.items():
        if not tables.whole("organisations.csv"):
            return
        if code not in organisations:
            yield from (row.problem(f"organisation: there is no organisation {code}") for row in rows)
            continue
        heirs = last_heirs(code, organisations)
        if len(heirs) < 2:
            yield from (row.problem(f"organisation: {code} was not left to several: its line in organisations.csv says so") for row in rows)
            continue
        strangers = [row for row in rows if row.entry.heir not in heirs]
        known = ", ".join(sorted(heirs))
        yield from (row.problem(f"heir: {row.entry.heir} is none of {known}, who are {code} by now") for row in strangers)
        total = sum((row.entry.share for row in rows), Decimal(0))
        if not strangers and (total != WHOLE or {row.entry.heir for row in rows} != heirs):
            yield rows[-1].problem(f"share: those of {known} must make up 100, one line each; they give {total:f}")


def last_heirs(code: str, organisations: Mapping[str, Organisation]) -> set[str]:
    """Who an organisation is by now: those that took it over, or took over who did, and have not ended."""
    found, waiting, seen = set[str](), [code], set[str]()
    while waiting:
        one = organisations.get(waiting.pop())
        if one is None or one.code in seen:
            continue
        seen.add(one.code)
        if one.valid_to is None and one.code != code:
            found.add(one.code)
        elif one.valid_to is not None:
            waiting += [heir for heir in one.successor if heir != one.counted_in]
    return found
