"""What a new catalogue would take from under figures that lie in the warehouse (DESIGN §5: kind, unit and aggregation never change).

A figure is stored in its indicator's own unit, under codes. With another unit under the same code 200 万元 reads as 200 亿元; with an
organisation gone, of another kind, or ended before its figures without an heir, these leave every rollup and nobody is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue, Period
from huizong.warehouse.queries import query


def orphaned(connection: Connection, catalogue: Catalogue) -> tuple[str, ...]:
    """What must not come into force, as "file: reason", compared with the catalogue that is; nothing for the first one.

    Only codes in use count: a figure lies under them, or a report came from them or for them. Ends the transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(query("catalogue_known"))
        doubtful = {(kind, code): reason for kind, code, fixed in cursor.fetchall() for reason in _doubts(kind, code, fixed, catalogue)}
        named = sorted(key for key in doubtful if key[0] != "form")
        cursor.execute(query("catalogue_used"), {"kinds": [kind for kind, _ in named], "codes": [code for _, code in named]})
        used = [doubtful[kind, code] for kind, code in cursor.fetchall()]
        cursor.execute(query("catalogue_reported_periods"))
        reported = cursor.fetchall()
        dates = tuple(_unreplaced(catalogue))
        codes, begins, ends = zip(*dates, strict=True) if dates else ((), (), ())
        cursor.execute(query("catalogue_left_out"), {"codes": list(codes), "begins": list(begins), "ends": list(ends)})
        left_out = cursor.fetchall()
    connection.rollback()
    return (*sorted(used), *_heirless(left_out), *_versionless(reported, catalogue))


def _doubts(kind: str, code: str, fixed: Mapping[str, str], catalogue: Catalogue) -> Iterator[str]:
    """What the new catalogue does to one code."""
    if kind == "organisation":
        organisation = next((one for one in catalogue.organisations if one.code == code), None)
        if organisation is None:
            yield f"organisations.csv: {code} is gone, but has reported: keep it, with valid_to and, where it was merged, successor"
        elif organisation.kind != fixed["kind"]:
            change = f"kind {fixed['kind']} would become {organisation.kind}"
            yield f"organisations.csv: {code}: {change}, but has reported: end it with valid_to and take a new code"
    if kind == "indicator":
        found = next((one for one in catalogue.indicators if one.code == code), None)
        if found is None:
            yield f"indicators.csv: {code} is gone, but figures lie under it: keep it, with valid_to"
            return
        now = {"kind": found.kind, "unit": found.unit, "aggregation": found.aggregation}
        changed = [f"{name} {fixed[name]} would become {now[name]}" for name in now if fixed[name] != now[name]]
        if changed:
            yield f"indicators.csv: {code}: {', '.join(changed)}, but figures lie under it: end it with valid_to and take a new code"


def _unreplaced(catalogue: Catalogue) -> Iterator[tuple[str, date | None, date | None]]:
    """The organisations with dates before and after which nobody owes what they did: of one with an heir, or before it, there is none."""
    for one in catalogue.organisations:
        before = (o.valid_to for o in catalogue.organisations if o.hands_over_to(one))
        follows = one.valid_from is not None and any(end is not None and end >= one.valid_from - timedelta(1) for end in before)
        begins, ends = None if follows else one.valid_from, None if one.successor else one.valid_to
        if begins is not None or ends is not None:
            yield one.code, begins, ends


def _heirless(left_out: list[tuple[str, list[str]]]) -> Iterator[str]:
    """The organisations that would not hold for periods of theirs, and whose figures nobody would owe in their place."""
    for code, periods in left_out:
        yield (
            f"organisations.csv: {code} would not hold for {_shown(periods)}, of which figures lie under it and nobody would lack them:"
            " name its successor, or other dates"
        )


def _shown(periods: list[str]) -> str:
    return ", ".join(periods[:3]) + (f" and {len(periods) - 3} more" if len(periods) > 3 else "")


def _versionless(reported: list[tuple[str, str]], catalogue: Catalogue) -> Iterator[str]:
    """The forms that lose the version under which reports were judged, or come as often no more, each once with its periods."""
    lost: dict[str, list[str]] = {}
    for form, period in reported:
        of = Period.parse(period)
        if not any(one.code == form and one.holds_on(of.last_day) and one.frequency == of.frequency for one in catalogue.forms):
            lost.setdefault(form, []).append(period)
    for form, periods in lost.items():
        yield f"forms/{form}: no version holds for {_shown(periods)}, of which reports lie in the warehouse: keep it, with valid_to"
