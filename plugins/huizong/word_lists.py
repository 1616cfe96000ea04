r"""Words that come from data: lists of spellings in `include/words/<room>/<subject>.txt`, read once and made into patterns.

A line that begins at its margin names a list, the indented lines below it are its spellings, parted by blanks; a line that begins with
`#` says what they are. A spelling is a regular expression: brackets don't capture there, `{name}` is any one of another list of the
same file that stands before it, `{subject.name}` of another file of the room, a blank is written `\x20`. The first spelling that fits
is taken, so longer ones stand first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "include" / "words"
_NAME = re.compile(r"[a-z][a-z_]*")
# What is escaped or in square brackets stays as it is; a bracket that captures, the name of a list.
_PARTS = re.compile(r"\\.|\[\^?(?:\\.|[^\]\\])+\]|(?P<bracket>\((?!\?))|\{(?:(?P<subject>[a-z_]+)\.)?(?P<name>[a-z][a-z_]*)\}")


class WordListError(ValueError):
    """A file of lists that cannot be used: which, at what line, and why."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path.name}:{line}: {reason}")


@dataclass(frozen=True, slots=True)
class WordLists:
    """The lists of one file by name: each a tuple of lines, each of these a tuple of spellings."""

    lines: dict[str, tuple[tuple[str, ...], ...]]

    def words(self, name: str) -> tuple[str, ...]:
        """The spellings of a list in their order; raises KeyError for an unknown one."""
        return tuple(word for line in self.lines[name] for word in line)

    def table(self, name: str) -> dict[str, str]:
        """What each word of a list stands for: the first of its line; raises KeyError for an unknown list."""
        return {word: line[0] for line in self.lines[name] for word in line[1:]}

    def any_of(self, name: str) -> str:
        """A regular expression of all spellings of a list, in one bracket that doesn't capture; raises KeyError for an unknown one."""
        return f"(?:{'|'.join(self.words(name))})"

    def pattern(self, name: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
        """The spellings of a list compiled; raises KeyError for an unknown list."""
        return re.compile("|".join(self.words(name)), flags)

    def plain(self, name: str) -> re.Pattern[str]:
        """The words of a list compiled as they are written, longer ones first; raises KeyError for an unknown list."""
        return re.compile("|".join(re.escape(word) for word in sorted(set(self.words(name)), key=lambda word: (-len(word), word))))


def parse(path: Path, text: str) -> WordLists:
    """The lists of a file's text; raises WordListError for a line that belongs to none, a name used twice, unknown or empty.

    A list of another file is taken from the folder that is shipped; raises KeyError for an unknown one, OSError for an unknown file.
    """
    lists: dict[str, list[tuple[str, ...]]] = {}
    name = ""

    def written(part: re.Match[str]) -> str:
        if part["bracket"]:
            return "(?:"
        if (other := part["name"]) is None:
            return part.group()
        if part["subject"]:
            return word_lists(path.parent.name, part["subject"]).any_of(other)
        if other == name or other not in lists:
            raise WordListError(path, number, f"no list {other} stands before this one")
        return f"(?:{'|'.join(word for line in lists[other] for word in line)})"

    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line[0].isspace():
            if not name:
                raise WordListError(path, number, "these words belong to no list")
            lists[name].append(tuple(_PARTS.sub(written, word) for word in line.split()))
            continue
        name = line.rstrip()
        if _NAME.fullmatch(name) is None or name in lists:
            raise WordListError(path, number, f"{name} is no name of a list, or the name of another")
        lists[name] = []
    if empty := [name for name, lines in lists.items() if not lines]:
        raise WordListError(path, 0, f"no words in {', '.join(empty)}")
    return WordLists({name: tuple(lines) for name, lines in lists.items()})


@cache
def word_lists(room: str, subject: str) -> WordLists:
    """The lists of a subject of a room (`""`: of none), read once; raises WordListError, or OSError where the file is not there."""
    path = FOLDER / room / f"{subject}.txt"
    return parse(path, path.read_text(encoding="utf-8"))
