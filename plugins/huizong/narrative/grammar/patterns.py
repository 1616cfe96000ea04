"""The regular expressions of the grammar, compiled from the lexicon: each is anchored or bounded, so that none can blow up."""

import re
from dataclasses import dataclass

from huizong.narrative.figure import Qualifier
from huizong.narrative.grammar.anchors import anchors
from huizong.narrative.grammar.lexicon import Lexicon
from huizong.narrative.grammar.notation import FILL_WORDS, MASK_SIGNS, NUMBER, SCALE
from huizong.narrative.grammar.numerals import CHARACTERS as NUMERALS
from huizong.narrative.grammar.tries import Heads, alternation, second_signs
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "patterns")
any_of = LISTS.any_of

QUALIFIERS: tuple[Qualifier, ...] = ("at_least", "more_than", "about", "at_most", "less_than")


def ends_before(lexicon: Lexicon) -> dict[str, str]:
    """Of the units whose last sign may begin a noun that the rest of them counts, what of the noun then follows: 2宗|地块, not 2宗地|块."""
    barred: dict[str, set[str]] = {}
    longer: dict[str, list[str]] = {}
    for name in lexicon.units:
        if len(name) > 1 and name[:-1] in lexicon.units:
            longer.setdefault(name[-1], []).append(name)
    for noun, counted in lexicon.nouns.items():
        for name in longer.get(noun[0], ()):
            if len(noun) > 1 and name[:-1] in counted:
                barred.setdefault(name, set()).add(noun[1:])
    return {name: alternation(tails) for name, tails in barred.items()}


@dataclass(frozen=True, slots=True)
class Patterns:
    """Compiled patterns; see `compile_patterns` for the reason of each.

    An anchor begins where `first` matches; `heads` says by its first sign what it looks like, `seconds` which signs may follow where
    all anchors with that sign are longer, `kinds` by its word or first sign what it is. A classifier before a stop,
    which lost its number there if it counts anything, is told by the group that its match then has.
    """

    first: re.Pattern[str]
    heads: Heads
    seconds: dict[str, frozenset[str]]
    kinds: dict[str, str]
    number: re.Pattern[str]
    numeral: re.Pattern[str]
    scale: re.Pattern[str]
    unit: re.Pattern[str]
    mask: re.Pattern[str]
    verb: re.Pattern[str]
    total: re.Pattern[str]
    noun: re.Pattern[str]
    size_noun: re.Pattern[str]
    cue: re.Pattern[str]
    cue_kinds: dict[str, tuple[str, ...]]
    before: dict[str, Qualifier]
    before_sizes: tuple[int, ...]
    before_ends: frozenset[str]
    after: re.Pattern[str]
    after_firsts: frozenset[str]
    after_kinds: dict[str, Qualifier]
    date_word: re.Pattern[str]
    note: re.Pattern[str]


def compile_patterns(lexicon: Lexicon) -> Patterns:
    """All patterns of a lexicon.

    unit: a unit with its denominator (元/亩, 微克/立方米) or its twin in brackets (台(套), 件(批)).
    cue: every word that decides roles, periods and sections, found in one pass over a paragraph that has figures.
    """
    entries, kinds = anchors(lexicon)
    by_first, seconds = Heads(entries), second_signs(entries)
    units = alternation(lexicon.units, ends_before(lexicon))
    single = any_of("twins")
    rate = rf"/(?:(?:{units})|[年月季周]|[A-Za-zμ]+[0-9²³]?)(?:[·.](?:人|月|日|年|天|次))?"
    roles = ("target", "forecast", "soft", "actual", "plan_heading", "report_heading", "threshold")
    cue_kinds: dict[str, list[str]] = {}
    for kind in roles:
        for word in lexicon.cues.get(kind, ()):
            cue_kinds.setdefault(word, []).append(kind)
    before = {word: kind for kind in QUALIFIERS for word in lexicon.cues.get(f"{kind}_before", ())}
    after_kinds = {word: kind for kind in QUALIFIERS for word in lexicon.cues.get(f"{kind}_after", ())}
    return Patterns(
        first=by_first.first(seconds),
        heads=by_first,
        seconds=seconds,
        kinds=kinds,
        number=re.compile(NUMBER),
        numeral=re.compile(f"(?:[{NUMERALS.replace('千', '')}]|千(?![瓦克伏卡帕赫])){{1,16}}(?:点[零〇一二三四五六七八九]{{1,6}})?"),
        scale=re.compile(f"(?P<more>[余多几来+])?(?P<scale>{SCALE})?(?P<more2>[余多几来+])?"),
        # 5mm is no 5m: a unit in letters ends where its letters end.
        unit=re.compile(rf"(?:(?:{single})\((?:{single})\)次?|(?:{units}))(?:{rate})?(?!(?<=[A-Za-zμµ])[A-Za-z])"),
        mask=re.compile(
            rf"(?:[\d.]*[{MASK_SIGNS}](?:[{MASK_SIGNS}\d.]|,(?=[{MASK_SIGNS}\d]))*"
            rf"|[(\[【〔] *[)\]】〕]|N+(?![A-Za-z])|[\[(【]?{FILL_WORDS}[\])】]?)"
        ),
        verb=re.compile(alternation([*(verb for verb in lexicon.cues["verb"] if len(verb) > 1), "其中", "共有", "共计"])),
        total=re.compile(alternation(lexicon.cues["total"])),
        noun=re.compile(alternation(lexicon.nouns)),
        size_noun=re.compile(rf"(?:以上(?:的)?[^,。;、\d]{{0,6}}?)?{any_of('class_words')}{{0,2}}(?:{alternation(lexicon.size_nouns)})"),
        cue=re.compile(alternation(cue_kinds)),
        cue_kinds={word: tuple(found) for word, found in cue_kinds.items()},
        before=before,
        before_sizes=tuple(sorted({len(word) for word in before}, reverse=True)),
        before_ends=frozenset(word[-1] for word in before),
        after=re.compile(alternation(after_kinds)),
        after_firsts=frozenset(word[0] for word in after_kinds),
        after_kinds=after_kinds,
        date_word=re.compile(alternation(lexicon.dates)),
        # (万元、%) heads columns; (存栏为头,其余为吨), (面积:万亩;产量:万吨): what each figure near is measured in.
        note=re.compile(
            rf"\((?:[^()\d,;:、]{{0,12}}(?P<said>[为以按:]) ?(?:{SCALE})?(?:{units}){any_of('note_words')}?[,;、)]){{1,6}}(?<=\))"
            rf"|(?P<columns>\((?:(?:{SCALE})?(?:{units})[、,/]){{1,6}}(?:{SCALE})?(?:{units})\))"
        ),
    )
