"""Who may see and do what: a name that somebody else has vouched for, looked up in `users.csv` (DESIGN §5)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from huizong.catalogue.entries import Organisation, User
from huizong.catalogue.folder.tables import read_table

Role = Literal["department", "reviewer", "superior", "engineer"]
Act = Literal["explain", "stand", "confirm", "settle", "waive", "finalise", "pass"]

ROLE_WORDS: dict[Role, str] = {"department": "填报单位", "reviewer": "审核", "superior": "审批", "engineer": "运维"}
# Who runs the system sees all and decides nothing about figures: those are the county's.
ACTS: dict[Role, frozenset[Act]] = {
    "department": frozenset({"explain"}),
    "reviewer": frozenset({"explain", "stand", "confirm", "settle"}),
    "superior": frozenset({"explain", "stand", "confirm", "settle", "waive", "finalise", "pass"}),
    "engineer": frozenset(),
}


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person at the board; `organisation` is the only one whose reports a department's user sees, None for all others."""

    name: str
    role: Role
    organisation: str | None

    @property
    def sees_all(self) -> bool:
        """Whether reports of every organisation are shown, and what is made of all of them."""
        return self.role != "department"

    @property
    def role_words(self) -> str:
        """The role as the page says it."""
        return ROLE_WORDS[self.role]

    def sees(self, reporter: str | None) -> bool:
        """Whether what that reporter sent may be shown; what is nobody's is for those who see all."""
        return self.sees_all or (reporter is not None and reporter == self.organisation)

    def may(self, act: Act) -> bool:
        """Whether the role takes decisions of that kind."""
        return act in ACTS[self.role]


class UnknownViewerError(Exception):
    """A name that may see nothing; the message says why, in words for the one who asks."""


def viewer_of(catalogue: Path, name: str) -> Viewer:
    """The viewer of that name. Raises UnknownViewerError for one that `users.csv` does not list, or lists in a way that can't be used."""
    users, organisations = _listed(catalogue, _state(catalogue))
    user = users.get(name)
    if user is None:
        raise UnknownViewerError(f"用户“{name}”没有列入 users.csv，不能查看；请管理员添加一行")
    if user.board_role == "department" and user.organisation not in organisations:
        raise UnknownViewerError(f"用户“{name}”在 users.csv 中对应的单位“{user.organisation or '（空）'}”不存在；请管理员更正这一行")
    return Viewer(user.username, user.board_role, user.organisation if user.board_role == "department" else None)


def listed_users(catalogue: Path) -> tuple[User, ...]:
    """Everybody whom `users.csv` lists."""
    return tuple(_listed(catalogue, _state(catalogue))[0].values())


def _state(catalogue: Path) -> tuple[tuple[int, int], ...]:
    """What changes when the two files do."""
    found = []
    for name in ("users.csv", "organisations.csv"):
        path = catalogue / name
        found.append((path.stat().st_mtime_ns, path.stat().st_size) if path.is_file() else (0, 0))
    return tuple(found)


@lru_cache(maxsize=4)
def _listed(catalogue: Path, state: tuple[tuple[int, int], ...]) -> tuple[dict[str, User], frozenset[str]]:
    """Users by name, and the codes of all organisations; a name that is listed twice lets nobody in."""
    rows = read_table(catalogue, "users.csv", User, [])
    organisations = read_table(catalogue, "organisations.csv", Organisation, [])
    names = [row.entry.username for row in rows]
    users = {row.entry.username: row.entry for row in rows if names.count(row.entry.username) == 1}
    return users, frozenset(row.entry.code for row in organisations)
