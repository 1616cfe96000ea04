"""What the fonts of pictures draw for a code: in Wingdings 0xE2 is an arrow down, in Symbol 0x2D is a minus.

Programs keep such a character as its code and the name of the font, so that the letter alone says something else than is
seen, or nothing at all. Known here are the signs that stand beside figures or in labels: minus, plus, arrows, check marks,
boxes, bullets, circled numbers. Whatever a font draws besides is shown as a character that nobody knows, so that the number
beside it is held: 5.3 is never read where ↓5.3 is seen.

Source: the character tables of Symbol (the encoding of the PostScript font) and of Wingdings, Wingdings 2, Wingdings 3 and
Webdings as Unicode 7.0 took them in. Arrows of all weights are shown as the plain arrow, bullets as ● ■ ◆.
"""

from __future__ import annotations

from collections.abc import Mapping

UNKNOWN = "\ufffd"
PRIVATE = 0xF000  # a font of pictures has its letters from here on; programs write either code (ECMA-376 part 1, 17.3.3.30)
FIRST, LAST = 0x20, 0xFF
SIMPLE_ARROWS, SLANTED_ARROWS = "←→↑↓", "↖↗↙↘"
SPACE = {0x20: " ", 0xA0: "\xa0"}


def signs(*groups: tuple[int, str]) -> dict[int, str]:
    """The characters by code: each group begins at a code."""
    return SPACE | {first + place: letter for first, letters in groups for place, letter in enumerate(letters)}


SYMBOL = signs(
    (0x21, "!∀#∃%&∍()*+,−./0123456789:;<=>?"),
    (0x40, "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"),
    (0x61, "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"),
    (0xA0, "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…"),
    (0xC4, "⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊"),
    (0xE2, "®©™∑"),
    (0xF2, "∫"),
)
WINGDINGS = signs(
    (0x6C, "●○■□□□□◆◆◆◆◆☒"),
    (0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    (0x9E, "·•·○○○◉◉○▪□"),
    (0xAB, "★"),
    *((first, SIMPLE_ARROWS) for first in (0xD7, 0xDB, 0xDF, 0xE7, 0xEF)),
    *((first, SLANTED_ARROWS) for first in (0xE3, 0xEB, 0xF5)),
    (0xFB, "✗✓☒☑"),
)
WINGDINGS_2 = signs(
    (0x4F, "✗✓☒☑☒☒"),
    (0x69, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    (0x95, "·••●○"),
    (0xA2, "■□"),
    (0xC6, "+++++++×××××××"),
    (0xF8, "※"),
)
WINGDINGS_3 = signs(
    *((first, SIMPLE_ARROWS) for first in (0x21, 0x66, 0x85, *range(0x89, 0xA2, 4), *range(0xD1, 0xEA, 8))),
    *((first, SLANTED_ARROWS) for first in (0x25, 0x6A, *range(0xD5, 0xEE, 8))),
    (0x70, "▲▼△▽◀▶◁▷"),
)
WEBDINGS = signs((0x33, "◀▶▲▼"), (0x61, "✓"), (0x63, "□"), (0x67, "■"), (0x6E, "●"), (0x72, "✗"))
NOTHING_KNOWN = signs()
ALPHABETS: Mapping[str, Mapping[int, str]] = {
    "symbol": SYMBOL,
    "wingdings": WINGDINGS,
    "wingdings 2": WINGDINGS_2,
    "wingdings 3": WINGDINGS_3,
    "webdings": WEBDINGS,
    "other": NOTHING_KNOWN,
}
OTHERS = {"marlett", "monotype sorts", "zapfdingbats", "zapf dingbats", "itc zapf dingbats", "mt extra", "bookshelf symbol 7"}


def alphabet_of(font: str) -> str:
    """Which of the alphabets a font draws, by its name in whatever case, in quotes or not; empty for a font of letters."""
    name = font.strip(" \t\"'").lower()
    return "other" if name in OTHERS else name if name in ALPHABETS and name != "other" else ""


def drawn(text: str, alphabet: str) -> str:
    """The text as a font of pictures shows it. Chinese and other letters that the font lacks come from another font and stay."""
    known = ALPHABETS[alphabet]
    return "".join(_one(letter, known) for letter in text)


def symbol(font: str, code: int) -> str:
    """The character that is kept by its font and code; unknown where the font is not known to be one of letters."""
    alphabet = alphabet_of(font)
    if alphabet:
        return drawn(chr(code), alphabet) if 0 < code <= 0xFFFF else UNKNOWN
    is_letter = FIRST <= code <= 0xFFFF and not PRIVATE <= code <= PRIVATE + LAST and not 0xD800 <= code <= 0xDFFF
    return chr(code) if is_letter else UNKNOWN


def _one(letter: str, known: Mapping[int, str]) -> str:
    code = ord(letter)
    code -= PRIVATE if PRIVATE + FIRST <= code <= PRIVATE + LAST else 0
    return known.get(code, UNKNOWN) if FIRST <= code <= LAST else letter
