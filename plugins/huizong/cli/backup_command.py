"""The commands that keep archive and journal safe elsewhere, and bring a system back from them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from huizong.cli.arguments import running_system, settings_of, stop
from huizong.cli.rebuild_command import said


def backup(file: Annotated[Path, typer.Argument(help="the tar file to write, on another disk than the archive")]) -> None:
    """Write archive, journal and catalogue into one file; the system may run meanwhile. Exit 1 where evidence is damaged."""
    from huizong.replay.backing_up import BackupError, back_up

    try:
        done = back_up(settings_of(None), file)
    except BackupError as error:
        stop(str(error))
    print(f"{done.files} files, {done.size:,} bytes: {file}")
    for name in done.damaged:
        print(f"huizong: {name} of the archive is not what was stored under that name: bring it back from an older backup", file=sys.stderr)
    if done.damaged:
        raise typer.Exit(1)


def restore(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="a file that `huizong backup` wrote")]) -> None:
    """Bring back archive, journal and catalogue into an empty HUIZONG_HOME, and build the warehouse from them."""
    from huizong.replay.backing_up import BackupError
    from huizong.replay.backing_up import restore as put_back
    from huizong.replay.rebuilding import RebuildError, rebuild
    from huizong.warehouse.schema.migrate import migrate

    with running_system(settings_of(None)) as settings:
        try:
            done = put_back(settings, file)
        except BackupError as error:
            stop(str(error))
        print(f"{done.files} files are back in {settings.archive}")
        if done.catalogue is not None:
            print(f"the county's tables are in {done.catalogue}: set HUIZONG_CATALOGUE to it")
        migrate(settings.owner_url)
        try:
            for line in said(rebuild(settings)):
                print(line)
        except RebuildError as error:
            stop(f"archive and journal are back, the warehouse is not built: {error}; then `huizong rebuild --yes`")
