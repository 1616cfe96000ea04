"""A file that cannot be taken is refused with one finding; refusals travel as an exception inside this room only."""

from __future__ import annotations

from huizong.model import Finding


class FileRefusedError(Exception):
    """A file, or a member of an archive, cannot be read; `finding` says why in the catalogue's words."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(f"{finding.rule}: {dict(finding.fields)}")
        self.finding = finding


def refused(rule: str, **fields: str) -> FileRefusedError:
    """The refusal for issue type `rule`; `fields` fill its message."""
    return FileRefusedError(Finding(rule, fields=fields))


def damaged(detail: str) -> FileRefusedError:
    """The file is broken; `detail` says which part, in Chinese."""
    return refused("file-damaged", detail=detail)


def incomplete(detail: str) -> FileRefusedError:
    """The file stops before its end; `detail` says what is missing, in Chinese."""
    return refused("file-incomplete", detail=detail)


def unsupported(observed: str) -> FileRefusedError:
    """The content is of a kind that nobody reads here; `observed` names the kind."""
    return refused("file-unsupported", observed=observed)


def encrypted() -> FileRefusedError:
    """The file asks for a password that is not the one built into spreadsheet programs."""
    return refused("file-encrypted")
