"""Figures in digits: dates, list markers and codes are told apart, the rest are quantities or numbers without unit."""

import re

from huizong.narrative import calendar_words, names
from huizong.narrative.cardinals import Cardinals
from huizong.narrative.draft import from_quantity
from huizong.narrative.found import Found
from huizong.narrative.quantities import Quantity

LINKED = re.compile(r" ?[、和与及] ?(?=\d)")
FAULTY = re.compile("(?:增长|下降|提高|上升|回落|减少|降低|增加|增速|增幅|率|比重|占比|满意度|比例)(?:约?为|达到?|到|了|约|超过?|近)?$")
# 2021、2022两年: years without 年.
YEARS = re.compile(r"(?:19|20)\d{2}(?=[、和](?:19|20)\d{2}|两年)")
PARTLY = re.compile(r"\d[\d.,]{0,15}[xX×*＊□■○?_]{1,20}[\d.xX×*＊□■○?_]{0,20}")
# 保持在99.X%: here the point is no stop of a list marker.
STUBBED = re.compile(r"\d{1,2}\.[xX×*＊□■○?_]")
PRODUCT = re.compile(r"\d+(?:\.\d+)?(?P<times>[×*xX])\d+(?:\.\d+)?(?![xX×*])")


class Arabic(Cardinals):
    """Reads what begins with a digit."""

    def on_digit(self, text: str, start: int, end: int, found: Found) -> int | None:
        """A figure in digits, a date, a list marker or a code."""
        before = text[start - 1 : start]
        if before in {"〔", "[", "(", "【"} and (document := names.DOCUMENT.match(text, start - 1)):
            return found.none(start - 1, document.end(), "code")
        if before in {"(", "〔"} and (bracket := names.BRACKETED.match(text, start - 1)) and self.opens(text, start - 1):
            return found.none(start - 1, bracket.end(), "list_marker")
        if "一" <= before <= "龥" and STUBBED.match(text, start) and self.partly_masked(text, start):
            return self.on_mask(text, start, start + 1, found)
        if (stop := names.marker(text, start)) is not None:
            return found.none(start, stop, "list_marker")
        if before == "第" and (ordinal := names.ORDINAL.match(text, start - 1)):
            return found.none(start - 1, ordinal.end(), "ordinal")
        if (masked := self.masks.date(text, start)) is not None:
            found.drafts.append(masked)
            return masked.end
        if (date := calendar_words.figures(text, start)) is not None and not (before == "." or before.isdigit()):
            found.dates.append((start, *date))
            return date[0]
        if (product := PRODUCT.match(text, start)) is not None and not names.ROUND_CLOCK.match(text, start):
            return found.none(start, product.start("times") + 1, "code")
        if (coded := names.code(text, start)) is not None:
            return found.none(start, *coded)
        if self.partly_masked(text, start):
            return self.on_mask(text, start, start + 1, found)
        if (word := self.lexicon.words.covering(text, start, start + 1)) is not None:
            return found.none(*word)
        quantity = self.composer.read(text, start)
        if quantity is None:
            return found.none(start, end, "lexical")
        if quantity.unit is None and quantity.ratio is None:
            return self.bare(text, quantity, found)
        if names.RETURN_PERIOD.match(text, start):
            return found.none(start, quantity.end + 2, "idiom")
        if quantity.unit is not None and quantity.unit.dimension == "counted" and not ("一" <= before <= "龥"):
            return found.none(start, quantity.end, "lexical")
        return self.accept(text, quantity, found)

    def opens(self, text: str, at: int) -> bool:
        """Whether a list item may begin at `at`."""
        return text[at - 1 : at] in {"", " ", "\n", "。", ";", ":", "!", ","} or text[at - 1 : at] >= "一"

    def partly_masked(self, text: str, start: int) -> bool:
        """8X.X%, 2XX次; but 5×20, 120x are products and names."""
        found = PARTLY.match(text, start)
        return bool(found and not PRODUCT.match(text, start) and self.masks.unit(text, found.end()))

    def bare(self, text: str, quantity: Quantity, found: Found) -> int | None:
        """A number without unit: shared with the next (3.5、1.9个百分点), a lost unit (增长37), a coefficient, or nothing."""
        start, end = quantity.start, quantity.end
        before = text[max(0, start - 10) : start]
        if (link := LINKED.match(text, end)) is not None:
            if calendar_words.figures(text, link.end()) is not None:
                return found.none(start, end, "lexical")
            after = self.composer.read(text, link.end())
            hops = 0
            while after is not None and after.unit is None and (link := LINKED.match(text, after.end)) is not None and hops < 12:
                after, hops = self.composer.read(text, link.end()), hops + 1
            if after is not None and after.unit is not None and after.maximum is None and re.search("[\u4e00-\u9fff、:(]$", before):
                scale, unit = after.scale_text, after.unit
                quantity.scale_text, quantity.unit, quantity.unit_text = quantity.scale_text or scale, unit, after.unit_text
                draft = from_quantity(quantity, self.minus(text, start))
                draft.unit_shared = True
                found.drafts.append(draft)
                return draft.end
        if YEARS.match(text, start):
            return found.none(start, end, "lexical")
        letters = names.BEFORE_LETTER.match(text, start)
        if letters is not None:
            return found.none(start, letters.end(), "code")
        following = text[end : end + 1]
        closed = not following or following in ",。;、)!? "
        coefficient = self.lexicon.quantities.get("coefficient")
        stem = re.sub("(?:约?为|达到?|到|是)$", "", before)
        if quantity.scale_text or closed or re.match("以上|以下|左右", text[end:]):
            if coefficient is not None and coefficient.ending(stem, len(stem)) and not quantity.scale_text:
                found.drafts.append(from_quantity(quantity))
                return end
            rate = FAULTY.search(before) is not None
            noun = any(words.ending(stem, len(stem)) for words in self.lexicon.quantities.values())
            if (
                rate
                or noun
                or self.lexicon.verbs.ending(before, len(before))
                or self.lexicon.slots.ending(before, len(before))
                or quantity.scale_text
            ):
                if names.RANKED.search(before):
                    return found.none(start, end, "ordinal")
                draft = from_quantity(quantity, self.minus(text, start))
                if quantity.scale_text:
                    draft.base_unit = "元" if self.masks.money(text, start) else None
                else:
                    draft.fault, draft.suspect_unit = "unit_missing", "%" if rate else None
                found.drafts.append(draft)
                return draft.end
        return found.none(start, end, "lexical")
