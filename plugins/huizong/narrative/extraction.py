"""Text in, figures out: one paragraph, or the paragraphs of a document in turn."""

import bisect
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from huizong.narrative.figure import Extraction, NonFigure, ProseDate, ProseFigure, Section
from huizong.narrative.figure_draft import FigureDraft
from huizong.narrative.found import Found
from huizong.narrative.grammar.lexicon import FOLDER, load
from huizong.narrative.grammar.signs import Opening
from huizong.narrative.meaning import clauses, cues, goals, periods, qualifiers, roles
from huizong.narrative.meaning import measured as measures
from huizong.narrative.meaning.judgement import Judgement
from huizong.narrative.reader import ProseReader, normalise
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "extraction")
any_of = LISTS.any_of

LONGEST = 1500
# A line this short, without a sentence before its end, is a heading.
HEADING_LENGTH = 40
# 2025年工作总结和2026年工作打算: a title of both governs nothing.
BOTH = re.compile(f"{any_of('tells_results')}.*{any_of('tells_plans')}")
TOP_HEADING = Opening("[一二三四五六七八九十]{1,3}、")
RESULT = LISTS.pattern("results")
# 任务1970万元 is no heading with the first item of its list.
HEADING_END = re.compile(rf"{any_of('headings')}?(?:$|[。:\n (,]|1(?!\d|\.\d)|一)")


# 粮库即将投产。新建烤房190座: what is about to happen, or is drawn up, says nothing of the next sentence.
MUST = LISTS.words("must")
# 建成后面积将达到8000平方米。…: the effect of one thing
PASSING = frozenset((*MUST, "即将", "谋划", "争创", "我们承诺", "将达", "将达到", "将新增", "力促"))
# 确保粮食安全。发展大棚30座: what is kept as it is says nothing of the next sentence; 确保完成任务 does.
KEPT_SO = re.compile(rf"[^,。;\d]{{1,14}}?{any_of('kept_so')}(?=[,。;])")
EACH = ("各", "均", "全部", "各有", "均为")
EACH_ENDS = frozenset(word[-1] for word in EACH)
GROWTH = re.compile(f"(?:以上|左右|以内)?[,(]?{any_of('compared')}?{any_of('growth')}(?:约|超|为|达)?")
# 支出安排28亿元,其中民生21亿元,占75%: a part of what is aimed at, unless it is done.
PART = re.compile(rf"[,(]其中(?!.{{0,8}}{any_of('done')})[^,。;:\d]{{1,12}}|,占{any_of('shares')}?(?:约|达)?")
PLAN_WORDS = LISTS.words("plan_words")


def reader(folder: Path = FOLDER) -> ProseReader:
    """The reader of a folder of words: made once per process, and anew when a file of it changes. Raises LexiconError."""
    try:
        files = _files(folder, folder.stat().st_mtime_ns)
        stamp = tuple((status.st_mtime_ns, status.st_size) for status in map(os.stat, files))
    except OSError:  # a folder that is not there, or a file that has just gone: reading it says which
        files, stamp = (), ()
    return _reader(folder, files, stamp)


@lru_cache(maxsize=4)
def _files(folder: Path, changed: int) -> tuple[str, ...]:
    """The word files of a folder as it was `changed` (nanoseconds): asked for every paragraph, so listed once."""
    return tuple(sorted(str(file) for file in folder.glob("*.csv")))


@lru_cache(maxsize=4)
def _reader(folder: Path, files: tuple[str, ...], stamp: tuple[tuple[int, int], ...]) -> ProseReader:
    return ProseReader(load(folder))


def extract(text: str, folder: Path = FOLDER) -> tuple[ProseFigure, ...]:
    """The figures of one paragraph of untouched text, in its order; spans never overlap. Raises LexiconError for bad word files."""
    return extract_all(text, folder=folder).figures


def extract_all(text: str, section: Section | None = None, folder: Path = FOLDER) -> Extraction:
    """Figures, dates and non-figures of one paragraph; `section` says whether it stands under a heading of plans or of results."""
    return _extract(text, section, reader(folder))


def extract_document(paragraphs: Iterable[str], folder: Path = FOLDER) -> Iterator[Extraction]:
    """Each paragraph of a document, in turn.

    A heading that stands alone (下一步工作安排) governs what follows, until the next top heading (三、); a heading inside a running
    paragraph governs that paragraph only.
    """
    section: Section | None = None
    reading = reader(folder)
    for text in paragraphs:
        line = text.strip()
        if TOP_HEADING.match(line):
            section = None
        done = _extract(text, section, reading)
        if len(line) <= HEADING_LENGTH and "。" not in line[:-1] and not any(figure.value for figure in done.figures):
            section = None if BOTH.search(line) else done.section
        yield done


def _extract(text: str, section: Section | None, reading: ProseReader) -> Extraction:
    plain = normalise(text)
    found = reading.read(plain)
    if not found.drafts and section is None and not any(word in plain for word in PLAN_WORDS):
        return Extraction((), *others(text, found), section)
    figures, section = judge(text, plain, found, reading, section)
    return Extraction(figures, *others(text, found), section)


def others(text: str, found: Found) -> tuple[tuple[ProseDate, ...], tuple[NonFigure, ...]]:
    """Dates (bare frequencies are periods, not dates) and non-figures, with their surfaces."""
    dates = tuple(ProseDate(s, e, text[s:e], kind) for s, e, kind in found.dates if kind != "period")
    return dates, tuple(NonFigure(s, e, text[s:e], reason) for s, e, reason in found.nonfigures)


def judge(
    text: str, plain: str, found: Found, reading: ProseReader, section: Section | None
) -> tuple[tuple[ProseFigure, ...], Section | None]:
    """Role, qualifier, period and measure of each draft, sentence by sentence."""
    patterns = reading.patterns
    said = cues.cues(plain, patterns)
    at_cue = [cue.start for cue in said]
    ends = [match.end() for match in clauses.SENTENCE.finditer(plain)]
    ends = list(cut(ends, len(plain)))
    bounds = [0, *(match.end() for match in clauses.CLAUSE.finditer(plain))]
    # A gap may be found twice (分别为 and the figure before it): once is enough.
    places = {(draft.start, draft.end): draft for draft in found.drafts}
    drafts = [places[place] for place in sorted(places)]
    figures: list[ProseFigure] = []
    start, taken, mood = 0, 0, False
    carried: Judgement | None = None
    first_date = 0
    dates = found.dates
    for end in ends:
        local = said[bisect.bisect_left(at_cue, start) : bisect.bisect_left(at_cue, end)]
        for cue in local:
            if "plan_heading" in cue.kinds and is_heading(plain, cue.start, cue.end, figures):
                section, mood = "plan", False
            elif "report_heading" in cue.kinds and is_heading(plain, cue.start, cue.end, figures):
                section, mood = "report", False
        inside: list[FigureDraft] = []
        # A loss without width at the end of a paragraph that has no stop stands right at its end.
        while taken < len(drafts) and (drafts[taken].start < end or end == len(plain)):
            inside.append(drafts[taken])
            taken += 1
        if inside or plain[end - 1] == ";":
            sentence = clauses.Sentence(plain, start, end, bounds, local, clauses.Outlook(section, mood, carried))
            carried = sentence.carries()
            if inside:
                while first_date < len(dates) and dates[first_date][1] <= start:
                    first_date += 1
                last_date = first_date
                while last_date < len(dates) and dates[last_date][0] < end:
                    last_date += 1
                figures += finish(text, plain, inside, sentence, dates[first_date:last_date], reading)
        else:
            carried = None
        if local:
            kinds = {
                kind
                for cue in local
                if not goals.GOAL_NOUN.search(cue.word)
                and cue.word not in PASSING
                and not (cue.word in clauses.ENSURES and KEPT_SO.match(plain, cue.end))
                for kind in cue.kinds
            }
            if "actual" in kinds or section == "report":
                mood = False
            elif "target" in kinds:
                mood = True
        elif section == "report":
            mood = False
        start = end
    return tuple(figures), section


def cut(ends: list[int], length: int) -> Iterator[int]:
    """Ends of sentences, with cuts where none stands for long, so that time stays linear."""
    start = 0
    for end in (*ends, length):
        while end - start > LONGEST:
            start += LONGEST
            yield start
        if end > start:
            yield end
            start = end


def is_heading(text: str, start: int, end: int, figures: list[ProseFigure]) -> bool:
    """Whether a heading word stands as one: at the head of its sentence, or closed by a stop or a list marker."""
    lead = max(text.rfind(mark, max(0, start - 20), start) for mark in "。;!?\n") + 1
    if RESULT.search(text, lead, start) or goals.FACED.search(text[lead:start]):
        return False  # 5项指标未能实现预期目标。对照年度计划,
    return start - lead <= 18 and "," not in text[lead:start] and HEADING_END.match(text, end) is not None


def finish(
    text: str,
    plain: str,
    drafts: list[FigureDraft],
    sentence: clauses.Sentence,
    dates: Sequence[tuple[int, int, str]],
    reading: ProseReader,
) -> Iterator[ProseFigure]:
    """The figures of one sentence."""
    previous = ("", "")
    after, aimed = 0, None
    times = periods.times(plain, sentence.start, dates, drafts)
    patterns, lexicon = reading.patterns, reading.lexicon
    place = measures.Place(plain, sentence.start, sentence.end, plain.find("其中", sentence.start, drafts[-1].start))
    for draft in drafts:
        start, end = draft.start, draft.end
        clause = sentence.clause_start(start)
        judged = roles.role(sentence, draft, clause)
        # 收入安排28亿元,增长7.4%: the growth of what is aimed at is aimed at.
        if aimed is not None and judged.role == "actual" and (GROWTH.fullmatch(plain, after, start) or PART.fullmatch(plain, after, start)):
            judged = aimed
        after, aimed = end, judged if judged.role == "target" else None
        measure, evidence = measures.describe(place, clause, draft, previous, judged, lexicon)
        previous = (evidence.subject, evidence.head or measure)
        qualified, why = qualifiers.qualifier(plain, draft, patterns)
        yield ProseFigure(
            start,
            end,
            text[start:end],
            draft.kind,
            draft.value,
            draft.value_max,
            draft.unit,
            draft.base_value,
            draft.base_unit,
            measure,
            judged.role,
            qualified,
            periods.period(draft, times) if times else None,
            draft.fault,
            draft.suspect_unit,
            plain[start - 1 : start] in EACH_ENDS and plain[max(sentence.start, start - 3) : start].endswith(EACH),
            draft.unit_shared,
            draft.note or ("forecast" if judged.forecast else None),
            evidence,
            (draft.rule, judged.rule, why),
        )
