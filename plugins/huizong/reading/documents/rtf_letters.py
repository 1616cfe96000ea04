"""How letters of an RTF document stand on the page: crossed out, lifted, coloured, until their group ends."""

from __future__ import annotations

from dataclasses import dataclass, replace

from huizong.reading.cells.sight import SHIFTED, Ink, size_ink

INKS = {
    "strike": Ink.STRUCK, "striked": Ink.STRUCK, "super": Ink.RAISED, "sub": Ink.LOWERED, "v": Ink.HIDDEN,
    "deleted": Ink.DELETED,
}  # fmt: skip
LETTERS = {*INKS, "nosupersub", "up", "dn", "plain", "cf", "cb", "highlight", "chcbpat", "f", "fs"}
LEAST_SHIFT = 4  # half-points: less is no mark, only uneven
DEFAULT_SHIFT = 6
HALVES = 2  # of a point


@dataclass(frozen=True, slots=True)
class GroupState:
    """What holds until the group ends. Colours are places in the table of colours, 0 is the one that is set by itself."""

    silent: bool = False
    skip_after_unicode: int = 1
    ink: Ink = Ink.PLAIN
    colour: int = 0
    ground: int = 0
    in_margin: bool = False  # in a header or footer
    font: int | None = None  # its number in the table of fonts; None is the one of the document


def with_letters(state: GroupState, word: str, number: int | None) -> GroupState:
    """The state after a control word that changes how letters stand on the page ([RTF 1.9.1] Character Formatting Properties)."""
    if word in INKS:
        return replace(state, ink=state.ink & ~INKS[word] if number == 0 else state.ink | INKS[word])
    if word == "nosupersub":
        return replace(state, ink=state.ink & ~SHIFTED)
    if word in ("up", "dn"):
        shift = DEFAULT_SHIFT if number is None else number
        lift = Ink.PLAIN if shift < LEAST_SHIFT else Ink.RAISED if word == "up" else Ink.LOWERED
        return replace(state, ink=state.ink & ~SHIFTED | lift)
    if word == "plain":
        return replace(state, ink=Ink.PLAIN, colour=0, ground=0, font=None)
    if word == "f":
        return replace(state, font=number)
    if word == "fs":
        return replace(state, ink=state.ink & ~Ink.TINY | size_ink((number or 0) / HALVES))
    if word == "cf":
        return replace(state, colour=number or 0)
    return replace(state, ground=number or 0)
