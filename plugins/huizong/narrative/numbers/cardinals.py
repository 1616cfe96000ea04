"""Complete quantities: taken as figures, unless they begin a programme's name."""

import re

from huizong.narrative.figure_draft import FigureDraft, empty, from_quantity
from huizong.narrative.found import Found
from huizong.narrative.grammar import no_figures as names
from huizong.narrative.grammar.anchors import lead_signs
from huizong.narrative.grammar.lexicon import Lexicon
from huizong.narrative.grammar.numerals import CHARACTERS as NUMERALS
from huizong.narrative.grammar.patterns import Patterns
from huizong.narrative.grammar.quantities import Composer
from huizong.narrative.grammar.quantity import Quantity
from huizong.narrative.grammar.signs import Ending
from huizong.narrative.lost.bare import Bare
from huizong.narrative.lost.doubts import Doubts
from huizong.narrative.lost.gaps import Gaps
from huizong.narrative.lost.left_over import LeftOver
from huizong.narrative.lost.masks import Masks
from huizong.narrative.lost.movements import Movements
from huizong.narrative.lost.parallels import Parallels
from huizong.narrative.lost.predicates import EMPTY_MEMBER, EMPTY_PLACE, Predicates
from huizong.narrative.lost.rows import Rows
from huizong.narrative.lost.scales import Scales
from huizong.narrative.lost.shapes import Shapes
from huizong.narrative.lost.wholes import Wholes
from huizong.narrative.numbers.whole_figures import RANK, Plain
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "cardinals")
any_of = LISTS.any_of

SIGNED = Ending(f"{any_of('signed')} ?$")
# 净增-0.85亿元, 由-3.2%: after any other word too, but not where a dash joins 图-2, 五-6, xx元-800元.
JOINED = re.compile(rf"(?:[{NUMERALS}\dA-Za-zxX×*_][^,。;、和与及由至到比转]{{0,2}}|[图表号件章节栏楼栋房座线路型])$")
HAN_LAST = re.compile("[\u4e00-\u9fff”%)]$")
# 增长负3.1%; 减负800元, 肩负3项任务 and 税负2.1% are words.
NEGATIVE = Ending(f"{any_of('negative')}负$")
# 出口↓5.3%: an arrow in the place of a minus; 下降↓5.3% says it twice, ▼ at the head of a line is a list marker.
FALLEN = frozenset("↓▼")
FALLING = Ending(f"{any_of('falling')}$")
# 增长—3.1%: a single dash in the place of a minus.
DASHED = Ending(f"{any_of('dashed')}—$")
EMPTY_AFTER = EMPTY_MEMBER.firsts | EMPTY_PLACE.firsts
FOLLOWED = frozenset("的、,;")
# (存栏为头,其余为吨): these words tell a note from numbers that were lost side by side.
NOTING = LISTS.pattern("notes")
NOTE_PARTS = re.compile("[,;、)]")
NAME_AND_NUMBER = re.compile(r"[xX×*＊]{2,}(?=\d)")
# 全省前10名: ranks; 目前17个, 年底前8家 and 此前3次 count.
TOP = Ending("[居列入进跻位省市县区国界球名在保持获第内国]前$")
RANKED_UNITS = frozenset(LISTS.words("ranked_units"))
LISTED_UNITS = frozenset(LISTS.words("listed_units"))


class Cardinals:
    """What the readers of digits and of Chinese numerals share."""

    def __init__(self, lexicon: Lexicon, patterns: Patterns) -> None:
        self.lexicon, self.patterns = lexicon, patterns
        self.plain = Plain(lexicon, patterns)
        self.composer = Composer(lexicon, patterns)
        self.masks = Masks(lexicon, patterns)
        self.gaps = Gaps(lexicon, patterns)
        self.scales = Scales(lexicon, patterns, self.gaps)
        self.predicates, self.movements, self.wholes = Predicates(lexicon), Movements(lexicon), Wholes(lexicon)
        self.shapes, self.rows = Shapes(lexicon), Rows(lexicon)
        # the last two signs of what stands in rows, a name to a number
        self.row_ends = frozenset(word[-2:] for word in (*lexicon.measured.reasons, *lexicon.nouns) if len(word) > 1)
        self.alone_ends = frozenset(word[-2:] for word in lexicon.cues["alone"])
        self.lead_signs = {"", *lead_signs(lexicon)}
        self.classifiers = Bare(lexicon, patterns, self.gaps)
        self.doubts = Doubts(lexicon, patterns, self.gaps)
        self.left_over, self.parallels = LeftOver(lexicon, self.gaps, self.doubts), Parallels(lexicon)

    def minus(self, text: str, start: int) -> int:
        """How many signs before `start` make the number negative: a minus, a dash in its place, 负, 零下; 0 if there is none."""
        mark = text[start - 1 : start]
        if mark == "-":
            before = text[max(0, start - 6) : start - 1]
            if SIGNED.search(before) is not None:
                return 1
            joined = JOINED.search(before) or self.lexicon.numbered.ending(before, len(before))
            return int(HAN_LAST.search(before) is not None and not joined)
        if mark in FALLEN:
            before = text[max(0, start - 3) : start - 1]
            return int(HAN_LAST.search(before) is not None and FALLING.search(before) is None)
        if mark == "负" or mark == "—":
            lead = text[max(0, start - 4) : start]
            return int(NEGATIVE.search(lead) is not None or DASHED.search(lead) is not None)
        return 2 if text.endswith("零下", 0, start) else 0

    def accept(self, text: str, quantity: Quantity, found: Found) -> int:
        """A complete quantity, unless it is a programme's name: “15分钟服务圈”, 三年行动."""
        unit = quantity.unit
        if unit is not None:
            tail = names.slogan_tail(text, quantity.end, unit.name)
            if tail is not None:
                return found.none(quantity.start, tail, "slogan")
            inside = names.quoted(text, quantity.start, quantity.end, 12)
            if inside is not None and inside[0] == quantity.start and inside[1] > quantity.end and inside[1] - inside[0] <= 14:
                return found.none(inside[0], inside[1], "slogan")
            if TOP.search(text[max(0, quantity.start - 2) : quantity.start]) is not None and unit.name in RANKED_UNITS:
                return found.none(quantity.start, quantity.end, "ordinal")
            if unit.name in LISTED_UNITS and inside is not None and inside[1] == quantity.end and inside[1] - inside[0] <= 10:
                return found.none(inside[0], inside[1], "slogan")  # “稳增长20条”
            if unit.name in {"位", "名"} and RANK.search(text[max(0, quantity.start - 14) : quantity.start]):
                return found.none(quantity.start, quantity.end, "ordinal")
        return self.take(text, from_quantity(quantity, self.minus(text, quantity.start)), found)

    def take(self, text: str, draft: FigureDraft, found: Found) -> int:
        """Note a whole figure, and the member of a list that is lost right after it; its end."""
        found.drafts.append(draft)
        start = draft.start
        comma = text.rfind(",", max(0, start - 9), start)
        if (
            comma > 1
            and (end := text[start - 2 : start]) in self.row_ends
            and (end == text[comma - 2 : comma] or (end in self.alone_ends and text[comma - 2 : comma] in self.alone_ends))
            and (row := self.shapes.before(text, draft)) is not None
            and not found.asked_at(row[0].start)
        ):
            found.doubts.append(row)
        if comma > 1:
            if len(found.drafts) > 1 and found.drafts[-2].end == comma and (row := self.rows.first_of_row(text, draft, found)) is not None:
                found.doubts.append(row)
            if (lead := text.rfind("其中", max(0, start - 20), comma)) >= 0:
                parts = self.rows.first_of_parts(text, lead, draft)
                if parts is not None and not found.asked_at(parts[0].start):
                    found.doubts.append(parts)
        sign = text[draft.end : draft.end + 1]
        gap = self.predicates.trailing(text, draft.end) if sign in EMPTY_AFTER else None
        if gap is not None:
            rate = draft.dimension in {"rate", "points"}
            found.drafts.append(empty(gap, "member-of-respective", rated=rate))
        elif sign in FOLLOWED:
            # a row goes on over stops, a list over 、
            shape = self.rows.after(text, draft) if sign in ",;" else self.shapes.after(text, draft)
            if shape is None and sign == "、":
                shape = self.rows.last(text, draft)
            if shape is not None:
                found.doubts.append(shape)
        return draft.end

    def big(self, text: str, start: int, big: re.Match[str]) -> FigureDraft:
        """三大板块, 两大门类: a count of parts that sums up a list (F2)."""
        quantity = self.composer.single(text, start, bare=True)
        name = big[0][big[0].index("大") + 1 :]
        draft = FigureDraft(start, big.end(), "number", unit=name, base_unit=name, role="context", dimension="counted", rule="parts")
        draft.value = draft.base_value = f"{quantity.value:f}" if quantity else None
        return draft

    def note(self, text: str, start: int, found: Found) -> int | None:
        """A note in brackets of what the figures near it are measured in; its units lack no number."""
        noted = self.patterns.note.match(text, start)
        if noted is None or (
            noted["columns"] is None and NOTING.search(noted[0]) is None and noted[0].count(":") < max(2, len(NOTE_PARTS.findall(noted[0])))
        ):
            return None
        return found.none(start, noted.end(), "lexical")

    def masked_after_letters(self, text: str, start: int) -> bool:
        """GDPxxxx万元: a mask with a scale and unit after an acronym."""
        mask = self.patterns.mask.match(text, start)
        scale, unit, _, _ = self.masks.tail(text, mask.end()) if mask else ("", None, start, False)
        return bool(scale) and unit is not None and text[start - 1] not in "xXN"

    def on_mask(self, text: str, start: int, end: int, found: Found) -> int | None:
        """A mask: a hidden number, a hidden date, or a hidden name."""
        before = text[start - 1 : start]
        if text[start] in "×xX*" and text[end : end + 1].isdigit() and found.drafts and found.drafts[-1].end == start:
            return end  # 12m×8m: how long and how wide
        if end - start == 1 and text[start] == "(":
            return self.note(text, start, found)
        if before.isascii() and before.isalpha() and text[start] in "xXN" and not self.masked_after_letters(text, start):
            return end
        if before == "第" and (date := self.masks.date(text, start)) is None and text[start] not in "([【〔":
            ordinal = names.ORDINAL.match(text, start - 1)
            return found.none(start - 1, ordinal.end() if ordinal else end, "anon_name")
        if before in {"、", "和", "与"} and found.nonfigures and found.nonfigures[-1][1:] == (start - 1, "anon_name"):
            listed = NAME_AND_NUMBER.match(text, start)  # 东与**、**3个乡镇接壤: the last of the names, then how many they are
            if listed is not None:
                return found.none(start, listed.end(), "anon_name")
        if (road := names.ROAD.match(text, start)) is not None and not self.masks.unit(text, road.end()):
            return found.none(start, road.end(), "code")
        if (date := self.masks.date(text, start - (before == "第"))) is not None:
            found.drafts.append(date)
            return date.end
        stop, draft, reason = self.masks.read(text, start)
        if draft is None:
            return found.none(start, stop, reason) if reason == "anon_name" else stop
        found.drafts.append(draft)
        return stop
