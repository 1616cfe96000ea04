"""Qualifiers: the explicit cue before, after or inside a figure that makes it about, at least, more than, at most, less than."""

import re

from huizong.narrative.figure import Qualifier
from huizong.narrative.figure_draft import FigureDraft
from huizong.narrative.grammar.patterns import Patterns
from huizong.narrative.grammar.signs import Ending, Opening
from huizong.narrative.named_rule import Decides, Rule
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "qualifiers")
any_of = LISTS.any_of

NO_ABOUT = Ending(f"{any_of('no_about')}$")
PAST = Ending(f"{any_of('past')}$")
# 商超42家: a name that ends like a bound.
IN_NAME = Ending(f"{any_of('in_name')}$")
# 侦破300万元大案, 打破: only what rises past a figure.
BROKEN = Ending(f"{any_of('broken')}$")
# 不低于营业收入的1.5%: the base of a share between the bound and its figure.
BOUND_SHARE = Ending(rf"({any_of('bounds')})[^,。;\d]{{2,8}}的$")
# 每月至少组织1次: a verb between the bound and its figure.
# 约占受理量的56%, 控制在4.5%的年度目标以内: the cue stands a little further off.
ABOUT_SHARE = Ending(rf"{any_of('about')}[^,。;\d]{{2,14}}的$")
WITHIN_GOAL = Opening(rf"的[^,。;\d]{{0,8}}{any_of('goals')}(?:以内|之内)")
BOUND_VERB = re.compile(rf"({any_of('bound_verbs')})(?:要|再)?([\u4e00-\u9fff]{{2,4}})$")


RULES = (
    Rule("qualifier-inside", "余, 多, 来, 几 stand inside the figure", "发放宣传单{1200余份}。"),
    Rule("qualifier-after", "the cue stands right after the figure", "惠及群众{3万人}以上。"),
    Rule("limit-inside", "a time or a length with 内 is its upper end", "事项{3天}内办结。"),
    Rule("limit-of-goal", "within what the goal allows", "失业率控制在{4.5%}的年度目标以内。"),
    Rule("about-share", "约占 stands before what the share is of", "约占受理量的{56%}。"),
    Rule("bound-and-verb", "a verb stands between the bound and its figure", "每月至少组织{1次}演练。"),
    Rule("bound-of-base", "the base stands between the bound and its share", "研发投入不低于营业收入的{1.5%}。"),
    Rule("qualifier-before", "the cue stands right before the figure", "完成投资约{3.2亿元}。"),
    Rule("unqualified", "no cue says that the figure is not exact", "完成投资{3.2亿元}。"),
)
DECIDES: dict[Decides, tuple[Rule, ...]] = {"qualifier": RULES}
EXACT: tuple[None, str] = (None, "unqualified")


def qualifier(text: str, draft: FigureDraft, patterns: Patterns) -> tuple[Qualifier | None, str]:
    """What the explicit cue right after or right before a figure, or inside it (余, 多), says, and the rule that says so."""
    if draft.qualifier is not None:
        return draft.qualifier, "qualifier-inside"
    start, end = draft.start, draft.end
    following = text[end : end + 1]
    if following in patterns.after_firsts:
        after = patterns.after.match(text, end)
        if after is not None and not (after[0] == "许" and text[after.end() : after.end() + 1] in {"可", "多"}):
            return patterns.after_kinds[after[0]], "qualifier-after"
    if following == "内" and draft.dimension in {"time", "length"} and text[end : end + 2] not in {"内容", "内部"}:
        return "at_most", "limit-inside"
    if following == "的" and WITHIN_GOAL.match(text, end) is not None:
        return "at_most", "limit-of-goal"
    if draft.dimension == "rate" and text[start - 1 : start] == "的" and ABOUT_SHARE.within(text, max(0, start - 20), start) is not None:
        return "about", "about-share"
    if text[start - 1 : start] == "-" and draft.value is not None and not draft.value.startswith("-"):
        return EXACT
    head = text[max(0, start - 8) : start].rstrip(" ")
    apart = BOUND_VERB.search(head) if "少" in head or "多" in head or "码" in head else None
    if apart is not None and patterns.verb.fullmatch(apart[2]):
        return patterns.before[apart[1]], "bound-and-verb"
    if draft.dimension == "rate" and (share := BOUND_SHARE.within(text, max(0, start - 13), start)) is not None:
        return patterns.before[share[1]], "bound-of-base"
    if head[-1:] not in patterns.before_ends:
        return EXACT
    for size in patterns.before_sizes:
        word = head[-size:]
        kind = patterns.before.get(word)
        if kind is not None:
            if word == "超" and IN_NAME.search(head[:-1]):
                return EXACT
            if word == "破" and (BROKEN.search(head) is not None or draft.dimension in {"count", "counted", ""}):
                return EXACT
            if word in {"约", "近"} and NO_ABOUT.search(head[: -len(word)]):
                return EXACT
            if word == "近" and draft.base_unit in {"年", "月", "天", "日"} and following in {"来", "的", "内", "间", ","}:
                return EXACT
            if word in {"低于", "不足", "超过"} and draft.dimension == "points":
                return (
                    ("less_than", "qualifier-before") if word == "不足" else ("more_than", "qualifier-before") if word == "超过" else EXACT
                )
            if word == "过" and (draft.value is None or PAST.search(head) is None):
                return EXACT
            return kind, "qualifier-before"
    return EXACT
