"""Where a running system keeps its things, and its limits: read once from the environment, then handed on."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

REPOSITORY = Path(__file__).resolve().parents[2]
INCLUDE = REPOSITORY / "include"
COUNTY_TIME = ZoneInfo("Asia/Shanghai")


class SettingsError(Exception):
    """A setting that can't be used; the message names the variable and what to do."""


@dataclass(frozen=True, slots=True)
class Reminding:
    """When departments are reminded. Days are working days; nobody is told anything outside `begins` to `ends`, the county's time."""

    before_days: int = 1
    daily_days: int = 5
    escalate_days: int = 3
    begins: time = time(8, 30)
    ends: time = time(17, 30)


@dataclass(frozen=True, slots=True)
class Alerting:
    """When engineers are alerted, and how soon of the same again."""

    again_hours: float = 6.0
    silent_minutes: float = 20.0
    receipt_minutes: float = 10.0
    coverage_percent: float = 90.0
    disk_percent: float = 90.0


@dataclass(frozen=True, slots=True)
class Settings:
    """Folders, database addresses and limits of one system; `group` may read archive and outbox beside the service.

    `archive_store` is the address of an object store that has the archive's bytes (empty for none: the folder has them);
    `database_url` is the one of the domain (the loader's, or an owner's who may `set role huizong_loader`),
    `owner_url` the one that migrates, `reader_url` the one told to BI tools. Seconds and megabytes are in the names. The three of
    the gate are shares: of a period's values that may vanish, by which a sum may move, by which one organisation's figure may.
    """

    home: Path
    inbox: Path
    outbox: Path
    archive: Path
    published: Path
    catalogue: Path
    database_url: str
    owner_url: str
    reader_url: str
    archive_store: str = ""
    stable_seconds: float = 2.0
    read_seconds: float = 10.0
    read_memory_mb: int = 512
    readers: int = 2
    max_file_mb: int = 100
    group: str = ""
    gate_nulls: float = 0.2
    gate_totals: float = 0.3
    gate_organisation: float = 1.0
    reminding: Reminding = Reminding()
    alerting: Alerting = Alerting()

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Settings from HUIZONG_* variables; unset ones lie under HUIZONG_HOME (default: .state in the checkout).

        Raises SettingsError for a number that is none.
        """
        env = os.environ if environment is None else environment
        home = Path(env.get("HUIZONG_HOME") or REPOSITORY / ".state").absolute()
        data = Path(env.get("HUIZONG_DATA") or home / "data").absolute()

        def folder(name: str, default: str) -> Path:
            return Path(env.get(f"HUIZONG_{name.upper()}") or data / default).absolute()

        database = env.get("HUIZONG_DATABASE_URL", "")
        return cls(
            home=home,
            inbox=folder("inbox", "inbox"),
            outbox=folder("outbox", "outbox"),
            archive=folder("archive", "archive"),
            published=folder("published", "published"),
            catalogue=Path(env.get("HUIZONG_CATALOGUE") or INCLUDE / "catalogue").absolute(),
            database_url=database,
            owner_url=env.get("HUIZONG_OWNER_URL") or database,
            reader_url=env.get("HUIZONG_READER_URL", ""),
            archive_store=_store(env),
            stable_seconds=_number(env, "HUIZONG_STABLE_SECONDS", 2.0),
            read_seconds=_number(env, "HUIZONG_READ_SECONDS", 10.0),
            read_memory_mb=int(_number(env, "HUIZONG_READ_MEMORY_MB", 512)),
            readers=int(_number(env, "HUIZONG_READERS", 2)),
            max_file_mb=int(_number(env, "HUIZONG_MAX_FILE_MB", 100)) or 1,
            group=env.get("HUIZONG_GROUP", ""),
            gate_nulls=_number(env, "HUIZONG_GATE_NULLS", 0.2),
            gate_totals=_number(env, "HUIZONG_GATE_TOTALS", 0.3),
            gate_organisation=_number(env, "HUIZONG_GATE_ORGANISATION", 1.0),
            reminding=Reminding(
                before_days=int(_number(env, "HUIZONG_REMIND_BEFORE_DAYS", 1)),
                daily_days=int(_number(env, "HUIZONG_REMIND_DAILY_DAYS", 5)),
                escalate_days=int(_number(env, "HUIZONG_ESCALATE_DAYS", 3)),
                begins=_clock(env, "HUIZONG_REMIND_FROM", "08:30"),
                ends=_clock(env, "HUIZONG_REMIND_UNTIL", "17:30"),
            ),
            alerting=Alerting(
                again_hours=_number(env, "HUIZONG_ALERT_AGAIN_HOURS", 6.0),
                silent_minutes=_number(env, "HUIZONG_ALERT_SILENT_MINUTES", 20.0),
                receipt_minutes=_number(env, "HUIZONG_ALERT_RECEIPT_MINUTES", 10.0),
                coverage_percent=_number(env, "HUIZONG_ALERT_COVERAGE_PERCENT", 90.0),
                disk_percent=_number(env, "HUIZONG_ALERT_DISK_PERCENT", 90.0),
            ),
        )

    @property
    def max_file_bytes(self) -> int:
        """The size beyond which a file is not archived, in bytes."""
        return self.max_file_mb * 1024 * 1024

    def to_environment(self) -> dict[str, str]:
        """The variables from which another process reads the same folders and addresses; limits it takes from its own environment."""
        folders = ("home", "inbox", "outbox", "archive", "published", "catalogue")
        addresses = ("database_url", "owner_url", "reader_url", "archive_store")
        return {f"HUIZONG_{name.upper()}": str(getattr(self, name)) for name in (*folders, *addresses)}

    def with_database(self, database_url: str, owner_url: str | None = None, reader_url: str = "") -> Settings:
        """The same settings on another database."""
        return replace(self, database_url=database_url, owner_url=owner_url or database_url, reader_url=reader_url)


def _number(env: Mapping[str, str], name: str, default: float) -> float:
    """The variable as a number; raises SettingsError when it is none or not above 0."""
    text = env.get(name)
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        raise SettingsError(f"{name}={text!r} is not a number: set it to one, or unset it") from None
    if value <= 0:
        raise SettingsError(f"{name}={text!r} must be above 0")
    return value


def _store(env: Mapping[str, str]) -> str:
    """The variable as an object store's address; raises SettingsError when it is none."""
    text = env.get("HUIZONG_ARCHIVE_STORE", "")
    kind, sign, place = text.partition("://")
    if text and not (kind.isalnum() and sign and place.strip("/")):
        raise SettingsError(f"HUIZONG_ARCHIVE_STORE={text!r} is no address of an object store: write it as s3://bucket/county, or unset it")
    return text


def _clock(env: Mapping[str, str], name: str, default: str) -> time:
    """The variable as a time of the day; raises SettingsError when it is none."""
    text = env.get(name) or default
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"{name}={text!r} is no time of the day: write it as 08:30, or unset it") from None
