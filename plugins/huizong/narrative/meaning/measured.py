"""What a figure measures: the shortest phrase of object and dimension, and the evidence for binding it to an indicator."""

import re
from dataclasses import dataclass

from huizong.narrative.figure import Evidence
from huizong.narrative.figure_draft import FigureDraft
from huizong.narrative.grammar.lexicon import Lexicon, Words
from huizong.narrative.grammar.signs import Ending, Opening, edge_signs
from huizong.narrative.meaning.judgement import Judgement
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "measured")
any_of = LISTS.any_of

COUNTED = frozenset({"count", "people", "counted", "", "area", "length", "mass", "volume"})
NUMBER_BEFORE = re.compile(r"\d[\d.]*[^\d、,]{0,3}")
FILLER = Opening(f"{any_of('fillers')}+")
TAIL = re.compile(f"{any_of('tails')}++$")
# The last signs of the words above: most phrases end in none of them, and are left as they are at once.
TAIL_ENDS = frozenset(LISTS.words("tail_ends"))
HEAD = Opening(f"^{any_of('heads')}++")
# Where the noun after a figure ends: at a stop, or before the words 已, 均, 正在, 全部, 进行 … (a search skips to their first signs).
NOUN_END = re.compile(rf"[,。;:!?、()\s\d已均正全进完通纳参达为和及与的]{any_of('noun_ends')}")
DIRECTION = LISTS.pattern("directions")
COMPARISON = re.compile(f"同比|环比|(?:比|较|与){any_of('compared_with')}|[高低快慢]于[^,。;]{{0,10}}")
# The first signs of both: few phrases hold one.
MOVES = re.compile(f"[{re.escape(''.join(sorted(edge_signs(DIRECTION, last=False) | edge_signs(COMPARISON, last=False))))}]")
LONGEST_VERB = 8
DIGIT = re.compile(r"\d")
RATED = frozenset({"rate", "points"})
RATE_NAMED = LISTS.pattern("rate_names")
RATE_NAMES = {"up": "增长率", "down": "下降率"}
INVEST = Ending(f"{any_of('investments')}{any_of('about_sum')}?$")
DONE = re.compile(rf"(?:,|并)?{any_of('invested_acts')}?([^,。;!?\d]{{2,24}})")


def phrase_before(local: str) -> str:
    """The noun phrase at the end of a clause, without cues and fillers."""
    phrase = local.strip(' “”"')
    if DIGIT.search(phrase) is not None:
        phrase = NUMBER_BEFORE.split(phrase)[-1]
    if phrase[-1:] in TAIL_ENDS:
        phrase = TAIL.sub("", phrase)
    if (lead := HEAD.match(phrase)) is not None:
        phrase = phrase[lead.end() :]
    return phrase.strip('“”" ,')


def noun_after(text: str, end: int, limit: int) -> str:
    """The counted noun after a classifier: 3个〔村庄规划编制〕."""
    limit = min(limit, end + 24)
    filler = FILLER.match(text, end)
    if filler is not None:
        end = filler.end()
    stop = NOUN_END.search(text, end, limit)
    return text[end : stop.start() if stop is not None else limit]


@dataclass(slots=True)
class Place:
    """A sentence of a paragraph, and where 其中 first stands in it (-1 where it doesn't)."""

    text: str
    start: int
    end: int
    among: int


def describe(
    place: Place, clause: int, draft: FigureDraft, previous: tuple[str, str], judged: Judgement, lexicon: Lexicon
) -> tuple[str, Evidence]:
    """Measure and evidence of a figure in the clause that begins at `clause`.

    `previous` is subject and head of the figure before it in the sentence.
    """
    text, start, dimension = place.text, draft.start, draft.dimension
    local = text[clause:start]
    listed = local.rfind("、") + 1
    before = phrase_before(local[listed:] if listed and DIGIT.search(local, 0, listed) is not None else local)
    direction, comparison = "", ""
    if MOVES.search(local) is not None:
        for found in DIRECTION.finditer(local):
            direction = found[0]
        for found in COMPARISON.finditer(local):
            comparison = found[0]
    noun = noun_after(text, draft.end, place.end) if dimension in COUNTED and draft.kind != "percent" else ""
    head = previous[1] if 0 <= place.among <= start - 2 else ""
    verb = leading_verb(before, lexicon.verbs)
    subject = before if before and before != direction else previous[0]
    measure = name(text, draft, before, noun, direction, subject)
    return measure or subject, Evidence(subject, noun, verb, direction, comparison, judged.cue, head, judged.forecast)


def leading_verb(phrase: str, verbs: Words) -> str:
    """The longest verb that begins the phrase, or nothing."""
    sizes = verbs.starts.get(phrase[:2])
    if sizes is not None:
        for size in sizes:
            if size <= LONGEST_VERB and phrase[:size] in verbs.reasons:
                return phrase[:size]
    return phrase[:1] if phrase[:1] in verbs.reasons else ""


def name(text: str, draft: FigureDraft, before: str, noun: str, direction: str, subject: str) -> str:
    """The phrase itself."""
    if draft.dimension in RATED or draft.kind == "percent":
        if direction and RATE_NAMED.search(before) is None:
            stem = DIRECTION.split(before)[0] if before else ""
            stem = COMPARISON.sub("", stem).strip() or COMPARISON.sub("", DIRECTION.split(subject)[0]).strip()
            return f"{stem} {RATE_NAMES['down' if direction[0] in '下减降回压缩收' else 'up']}".strip()
        return before or subject
    if len(before) <= 4 and INVEST.search(text[max(0, draft.start - 8) : draft.start]) is not None:
        done = DONE.match(text, draft.end)
        if done is not None:
            return f"{done[1]} 投资"
    return f"{before}{noun}" if noun and noun not in before else before or subject
