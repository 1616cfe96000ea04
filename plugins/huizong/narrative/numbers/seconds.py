"""Hundredths of a second, written right behind whole seconds: 4分14秒95."""

from huizong.narrative.found import Found
from huizong.narrative.grammar.quantity import Quantity


def hundredths(text: str, quantity: Quantity, found: Found) -> int | None:
    """4分14秒95: the end of the hundredths right behind whole seconds, which they are added to."""
    last = found.drafts[-1] if found.drafts else None
    if last is None or last.end != quantity.start or not (last.unit or "").endswith("秒") or last.value is None or "." in last.value:
        return None
    digits = text[quantity.start : quantity.end]
    if not digits.isdigit() or len(digits) != 2:
        return None
    last.value, last.base_value, last.end = f"{last.value}.{digits}", f"{last.base_value}.{digits}", quantity.end
    return quantity.end
