"""What commands make of their arguments, and how they stop at one that is wrong."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from huizong.settings import Settings

if TYPE_CHECKING:
    from huizong.catalogue import Period


class Format(StrEnum):
    """How a result is printed."""

    TEXT = "text"
    JSON = "json"


WRONG_USAGE = 2


def settings_of(catalogue: Path | None) -> Settings:
    """Settings from the environment, with another catalogue if one is named."""
    settings = Settings.from_environment()
    if catalogue is None:
        return settings
    if not catalogue.is_dir():
        stop(f"--catalogue {catalogue}: there is no such folder")
    return replace(settings, catalogue=catalogue.absolute())


def running_system(settings: Settings) -> Any:
    """A context of settings with a database that answers; starts the embedded server if nobody has."""
    from huizong.warehouse.server.server_in_use import server_in_use

    return server_in_use(settings)


def organisation_code(settings: Settings, text: str) -> str:
    """The code of the organisation that --organisation names."""
    from huizong.steps import preparing

    found = preparing.catalogue_of(settings).organisation_named(text)
    if not found:
        stop(f"--organisation {text}: the catalogue knows no such organisation")
    return found.code


def assert_existing(paths: Iterable[Path]) -> None:
    """Stop for a path that is no file."""
    for path in paths:
        if not path.is_file():
            stop(f"{path}: there is no such file")


def period_of(text: str) -> Period:
    """The period, or stop."""
    from huizong.catalogue import Period

    try:
        return Period.parse(text)
    except ValueError as error:
        stop(str(error))


def stop(message: str) -> NoReturn:
    """Say what is wrong and end with status 2."""
    print(f"huizong: {message}", file=sys.stderr)
    raise SystemExit(WRONG_USAGE)
