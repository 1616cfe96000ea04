"""The samples of `include/samples`: dropped into the inbox as departments would, compared with what they must come to."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import yaml
from psycopg2.extensions import connection as Connection
from pydantic import BaseModel, ConfigDict

from huizong.settings import INCLUDE, Settings
from huizong.warehouse.queries import query

SAMPLES = INCLUDE / "samples"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ExpectedFault(_Entry):
    """A fault that must be found, under one of the rules and at one of the places; `text` is what it shows."""

    rules: tuple[str, ...]
    places: tuple[str, ...]
    text: str = ""


class ExpectedSample(_Entry):
    """What one file must come to; without faults it must have none of its department's."""

    file: str
    organisation: str | None
    form: str | None
    period: str | None
    verdict: tuple[str, ...]
    faults: tuple[ExpectedFault, ...]


class ExpectedRollup(_Entry):
    """What one figure of the county must come to; `missing` are all that are not in it, held ones too.

    `method` names one source where there are several; without it the headline is meant.
    """

    indicator: str
    period: str
    basis: str
    method: str | None = None
    value: Decimal
    reported: int
    expected: int
    missing: tuple[str, ...]


class Expected(_Entry):
    """All of `expected.yaml`."""

    samples: tuple[ExpectedSample, ...]
    rollups: tuple[ExpectedRollup, ...]


class SamplesError(Exception):
    """The samples can't be used; the message names the file."""


def read_expected(folder: Path = SAMPLES) -> Expected:
    """What the samples must come to; raises SamplesError."""
    path = folder / "expected.yaml"
    try:
        return Expected.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise SamplesError(f"{path}: {' '.join(str(error).split())[:300]}") from error


def drop(settings: Settings, expected: Expected, *, again: bool = False) -> int:
    """Copy the samples into the inbox, each once in the life of this system, or `again`; returns how many.

    A sample whose bytes have changed since is dropped as a new file.
    """
    record = settings.home / "dropped.json"
    dropped: dict[str, str] = json.loads(record.read_text("utf-8")) if record.exists() and not again else {}
    count = 0
    for sample in expected.samples:
        source, target = SAMPLES / sample.file, settings.inbox / sample.file
        digest = sha256(source.read_bytes()).hexdigest()
        if dropped.get(sample.file) == digest:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        dropped[sample.file] = digest
        record.write_text(json.dumps(dropped, ensure_ascii=False, indent=1), "utf-8")
        count += 1
    return count


def differences(connection: Connection, expected: Expected) -> list[str]:
    """Where the warehouse differs from what is expected, a line each; empty when nothing does."""
    found = [line for sample in expected.samples for line in _sample_differences(connection, sample)]
    found += [line for rollup in expected.rollups for line in _rollup_differences(connection, rollup)]
    connection.commit()
    return found


def _sample_differences(connection: Connection, sample: ExpectedSample) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(query("stack_sample"), {"path": sample.file})
        rows = cursor.fetchall()
        if len(rows) != 1:
            return [f"{sample.file}: {len(rows)} submissions instead of one"]
        submission, *who, verdict = rows[0]
        cursor.execute(query("stack_sample_issues"), {"submission": submission})
        issues = cursor.fetchall()
    lines = []
    if tuple(who) != (sample.organisation, sample.form, sample.period):
        lines.append(f"taken as {who} instead of {[sample.organisation, sample.form, sample.period]}")
    if verdict not in sample.verdict:
        lines.append(f"verdict {verdict} instead of {' or '.join(sample.verdict)}")
    lines += [
        f"no fault {' or '.join(fault.rules)} at {' or '.join(fault.places) or 'the file'}{f' about {fault.text}' if fault.text else ''}"
        for fault in sample.faults
        if not any(_is(fault, rule, place, words) for rule, _, _, place, words in issues)
    ]
    if not sample.faults:
        lines += [f"fault {rule} at {place}" for rule, severity, who_, place, _ in issues if who_ == "department" and severity != "info"]
    return [f"{sample.file}: {line}" for line in lines]


def _is(fault: ExpectedFault, rule: str, place: str, words: str) -> bool:
    """Whether a fault found is the expected one.

    A fault of several figures names all their places; a place in prose is `paragraph:offset`, of which the paragraph counts.
    """
    places = place.split(", ")
    at = any(one == wanted or (wanted and one.startswith(f"{wanted}:")) for one in places for wanted in fault.places)
    return rule in fault.rules and at and fault.text in words


def _rollup_differences(connection: Connection, rollup: ExpectedRollup) -> list[str]:
    with connection.cursor() as cursor:
        wanted = {"indicator": rollup.indicator, "period": rollup.period, "basis": rollup.basis, "method": rollup.method}
        cursor.execute(query("stack_sample_rollup"), wanted)
        rows = cursor.fetchall()
    name = f"rollup {rollup.indicator} {rollup.basis} {rollup.period}"
    if len(rows) != 1:
        return [f"{name}: {len(rows)} rows instead of one"]
    value, reported, expected, absent = rows[0]
    shown = None if value is None else round(value, -int(rollup.value.as_tuple().exponent))
    got = (shown, reported, expected, sorted(absent))
    due = (rollup.value, rollup.reported, rollup.expected, sorted(rollup.missing))
    return [] if got == due else [f"{name}: (value, reported, expected, absent) is {_words(got)} instead of {_words(due)}"]


def _words(values: tuple[object, ...]) -> str:
    return ", ".join(str(value) for value in values)
