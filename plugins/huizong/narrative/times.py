"""Anchors of lost dates, spans, limits and stubs of numbers: 年月份, 连续〔年〕, 〔小时〕内, 〔.亿元〕."""

import re

from huizong.narrative.figure_draft import FigureDraft, UnitLeft, lost_date, without_value
from huizong.narrative.found import Found
from huizong.narrative.grammar import calendar_words
from huizong.narrative.grammar.notation import LOST_AFTER
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.numbers.cardinals import Cardinals
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "times")
any_of = LISTS.any_of

STUB = Opening(r"[.\-—~]{1,5}")
STUB_BEFORE = re.compile("[\u4e00-\u9fff”)](?<![一二三四五六七八九十])")
# 自受理之日起〔日〕内, 限〔日〕内, 须在〔日〕内: 近日内, 本日内 have none.
LIMIT_LEAD = Ending("[起满限]$|限期$|[须应求需]在$")
# 月日照时数: the hours of sun of a month.
NO_DATE = Opening(any_of("no_date"))
OF_DAY = Opening("[,上下中早晚凌]")
SPAN_OF_YEARS = Ending(f"{any_of('spells')}$")
BEFORE_DATE = Ending(f"{any_of('date_leads')}$")
# 当天内, 半天内, 每个工作日内, 冬天内: no number has been lost.
NO_LIMIT = Ending(f"{any_of('no_limit')}$")


class Times:
    """Reads dates and spans of time without their numbers, and what is left of a number without its digits."""

    def __init__(self, shared: Cardinals) -> None:
        self.lexicon, self.masks, self.gaps = shared.lexicon, shared.masks, shared.gaps

    def on_lostdate(self, text: str, start: int, end: int, found: Found) -> int | None:
        """年月份, 第季度, 截至月底: a date that lost its digits."""
        lost = calendar_words.LOST.match(text, start)
        if text[start - 1 : start] == " " and lost is not None and not lost["lead"]:
            return self.blank_date(text, start, lost.end(), found)
        if (
            lost is None
            or start == found.last
            or NO_DATE.match(text, start) is not None
            or (not lost["lead"] and text[start] != "第" and not re.search("[自于在从至到截,。;(:]$|^$", text[max(0, start - 1) : start]))
        ):
            return None
        at = lost.start("part") + (text[start] == "第")
        shown = "".join(sign for sign in lost["part"] if sign in "年月日季度")
        found.drafts.append(lost_date(at, lost.end(), shown, "date-part"))
        return lost.end()

    def blank_date(self, text: str, start: int, end: int, found: Found) -> int | None:
        """截至〔  月底〕, 连续〔  年〕: a date or a span of years whose number was left blank."""
        blanks = len(text[max(0, start - 12) : start]) - len(text[max(0, start - 12) : start].rstrip(" "))
        at = start - blanks
        before = text[max(0, at - 3) : at]
        if text[start:end] == "年" and SPAN_OF_YEARS.search(before):
            return found.figure(without_value(at, end, "missing", UnitLeft("", "年", self.lexicon.units["年"]), rule="blank-years"))
        if text[start:end] == "月日" and OF_DAY.match(text, end) is not None:
            at = start  # 本报讯 〔月日〕,
        elif not BEFORE_DATE.search(before):
            return None
        shown = "".join(sign for sign in text[start:end] if sign in "年月日")
        return found.figure(lost_date(at, end, shown, "blank-date"))

    def on_duration(self, text: str, start: int, end: int, found: Found) -> int | None:
        """连续〔年〕, 〔年〕来: a span of years without their number."""
        if text.startswith("过去", start) and text[start - 1 : start] in {"超", "胜"}:
            return None  # 超过去年
        at = start + next(place for place, sign in enumerate(text[start:end]) if sign in "年天日月周次届轮")
        return found.figure(without_value(at, at + 1, "missing", UnitLeft("", text[at], self.lexicon.units[text[at]]), rule="span-of-time"))

    def on_within(self, text: str, start: int, end: int, found: Found) -> int | None:
        """〔小时〕内, 〔个工作日〕内: a time limit without its number; 当天内, 每小时内, 几天内 have none."""
        since = text[start - 1 : start] in {"后", "前"} and not text.startswith("天", start)  # 结束后〔个工作日〕内; 后天内
        if start <= found.last or (NO_LIMIT.search(text[max(0, start - 2) : start]) and not since):
            return None
        if text[start] == "日" and not since and LIMIT_LEAD.search(text[max(0, start - 2) : start]) is None:
            return None
        name = text[start:end].removesuffix("内").removesuffix("以")
        left = UnitLeft("", name, self.lexicon.units[name])
        return found.figure(without_value(start, start + len(name), "missing", left, rule="within-limit"))

    def on_stub(self, text: str, start: int, end: int, found: Found) -> int | None:
        """What is left of a number without its digits, before its unit or a stop: 投资〔.亿元〕, 〔-个工作日〕, 〔-月〕."""
        before = text[start - 1 : start]
        listed = before == "、" and found.drafts and found.drafts[-1].end == start - 1
        # 1—〔月〕: the end of a span of months.
        span = text[start] in "-—~" and before.isdigit() and text.startswith("月", end)
        if (start <= found.last and not span) or not (
            span or listed or STUB_BEFORE.match(before) or (text[start] in "-—~" and text.startswith("月", end))
        ):
            return None
        rest = STUB.match(text, start)
        stop = rest.end() if rest else end
        if stop - start > 1 and text[start] == "—" and text[start - 1 : start] != "、" and not span:
            return None  # 更重要的因素——人: a dash of two signs adds what is meant
        if (lost := calendar_words.LOST.match(text, start)) and text[start] != "." and lost["part"][0] in "-—~":
            at = stop if span else start
            return found.figure(lost_date(at, lost.end(), "月", "stub-of-month"))
        scale, unit, after, more = self.masks.tail(text, stop)
        if unit is None:
            return (
                found.figure(FigureDraft(start, stop, "missing", rule="stub"))
                if "." in text[start:stop] and self.masks.in_slot(text, start)
                else None
            )
        if self.gaps.words.word(text, after - len(unit.name), after) or (
            text[start] != "." and len(unit.name) < 2 and LOST_AFTER.match(text, after) is None
        ):
            return None
        draft = without_value(start, after, "missing", UnitLeft(scale, unit.name, unit), rule="stub-of-unit")
        draft.qualifier = "more_than" if more else None
        draft.note = None if text[start] == "." else "missing_range"
        return found.figure(draft)
