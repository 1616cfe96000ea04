"""What brackets part: an index from its number (价格指数(上年=100)为101.2), a number from its unit (共128(其中女性36)人)."""

import re
from decimal import Decimal

from huizong.narrative.figure_draft import FigureDraft, from_quantity, scaled
from huizong.narrative.found import Found
from huizong.narrative.grammar.lexicon import Lexicon, ProseUnit
from huizong.narrative.grammar.quantity import Quantity
from huizong.narrative.grammar.signs import Ending
from huizong.narrative.lost.masks import Masks

# How many signs the brackets behind an index or a number may hold.
WITHIN = 24
AGAINST = Ending("(?:=|[以按][^,。;\\d()=]{1,8}为)$")
ASIDE = re.compile(rf"\([^()。;]{{1,{WITHIN}}}\)")
CLOSES = re.compile("[,。;、)!?]|$|以[上下]|左右")
# A part has a name before it and nothing behind it.
PART = re.compile(r"(?<=[\u4e00-\u9fff])\d+(?:\.\d+)?(?=[、,;]|$)")
NUMERIC = re.compile(r"\d+(?:\.\d+)?")
INSIDE = re.compile(r"[、,)]")


def before_brackets(text: str, start: int, stem: str) -> str:
    """What is measured where `stem`, what stands before the number at `start` without its predicate, ends in brackets: 性别比."""
    if not stem.endswith(")"):
        return stem
    head, opened, _ = text[max(0, start - 2 * WITHIN) : start].rpartition("(")
    return head if opened else stem


def measured_against(text: str, start: int, lexicon: Lexicon) -> bool:
    """指数(上年=100): whether the number at `start` stands in the brackets of an index, as what it is measured against."""
    opened = text.rfind("(", max(0, start - WITHIN), start)
    if opened < 0 or AGAINST.search(text[opened + 1 : start]) is None:
        return False
    return lexicon.quantities["coefficient"].ending(text, opened) is not None


def part_of_whole(text: str, quantity: Quantity, found: Found) -> FigureDraft | None:
    """The draft of a bare number in the unit of the figure before its brackets, if those in them add up to it: 1280名(男660、女620)."""
    start = quantity.start
    opened = text.rfind("(", max(0, start - 2 * WITHIN), start)
    closed = text.find(")", start, start + 2 * WITHIN)
    whole = next((draft for draft in reversed(found.drafts[-8:]) if draft.end == opened), None)
    if opened < 0 or closed < 0 or whole is None or whole.kind != "number" or whole.unit is None or whole.value is None:
        return None
    parts = PART.findall(text[opened:closed])
    if len(parts) < 2 or len(parts) != len(NUMERIC.findall(text[opened:closed])):
        return None
    value = Decimal(whole.value)
    if not value or sum(map(Decimal, parts)) != value:
        return None
    draft = from_quantity(quantity, rule="part-of-figure")
    draft.unit, draft.base_unit, draft.dimension, draft.unit_shared = whole.unit, whole.base_unit, whole.dimension, True
    draft.base_value = scaled(quantity.value, Decimal(whole.base_value or whole.value) / value)
    return draft


def unit_behind(text: str, quantity: Quantity, found: Found, masks: Masks) -> tuple[str, ProseUnit] | None:
    """Scale and unit behind the brackets that follow the number, or that it stands in: 人 of 共128(其中女性36)人, for 128 and for 36.

    `found.parted` keeps where they stand, so that it is no unit without number.
    """
    aside = ASIDE.match(text, quantity.end) if text.startswith("(", quantity.end) else None
    if aside is not None:
        scale, unit, end, _ = masks.tail(text, aside.end())
        if unit is None or CLOSES.match(text, end) is None or (scale and quantity.scale_text):
            return None
        found.parted = aside.end(), end
        return scale, unit
    if found.parted[0] < quantity.end or INSIDE.match(text, quantity.end) is None:
        return None
    scale, unit, _, _ = masks.tail(text, found.parted[0])
    return (scale, unit) if unit is not None and not (scale and quantity.scale_text) else None
