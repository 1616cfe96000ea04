"""The role of a figure: an ordered list of named rules, of which the first that holds decides.

Context by form, then rules and limits, then goals that are quoted, then what the nearest cue says, with its exceptions. A rule of one
list touches nothing else: give it a name, a reason, an example and a test, at its place in the order.
"""

from collections.abc import Callable

from huizong.narrative.figure_draft import FigureDraft
from huizong.narrative.grammar.signs import edge_signs
from huizong.narrative.meaning import attributes, goal_rules, goals, limits
from huizong.narrative.meaning.clauses import DONE_AFTER, ENSURES, MOVED_FROM, MOVED_TO, Sentence
from huizong.narrative.meaning.judgement import Judgement
from huizong.narrative.meaning.said import RoleRule, Said, look, rules
from huizong.narrative.named_rule import Decides, Rule


def done_after(s: Said) -> bool:
    """Whether what was done follows the figure, of which no goal is quoted: 一期2万平方米已封顶."""
    return "已" in s.after and DONE_AFTER.match(s.text, s.draft.end) is not None and s.mode.cue != "目标" and not s.mode.forecast


def forecast_done(s: Said) -> bool:
    """Whether a forecast stands before what will then be done."""
    return "已" in s.after and DONE_AFTER.match(s.text, s.draft.end) is not None and s.mode.forecast


def of_budget(s: Said) -> bool:
    """Whether the figure is the movement of what is budgeted in the clause before."""
    return (
        s.mode.role == "actual"
        and goals.OF_BUDGET.fullmatch(s.before) is not None
        and not s.sentence.acted_but_compared
        and goals.BUDGETED.search(s.text[max(s.sentence.start, s.clause - 40) : s.clause]) is not None
    )


def aimed(s: Said) -> bool:
    """Whether a cue makes the figure a target."""
    return s.mode.role == "target"


BUDGET_ENDS = edge_signs(goals.OF_BUDGET, last=True)
FORM = Rule("form", "the form itself says it: a masked or lost date, a count of parts", "召开会议落实{三大任务},投入资金20万元。")
AHEAD = (
    *rules(
        "actual",
        ("done-after", "what was done follows its figure", "一期{2万平方米}已封顶,二期计划建设3万平方米。", done_after, look(later="已")),
    ),
    *rules(
        "target",
        ("forecast-done", "a forecast before what will then be done", "预计年底{12个}项目已建成。", forecast_done, look(later="已")),
    ),
    *rules(
        "target",
        (
            "years-ahead",
            "a spell of the future",
            "未来{三年}建设管网。",
            lambda s: s.before.endswith(("未来", "今后")) and "未来",
            look("time", ends=frozenset("来后")),
        ),
    ),
)
EXCEPTIONS = (
    *rules(
        "actual",
        (
            "built-upon",
            "what a plan builds upon is there",
            "明年要在今年{450个}的基础上再新增60个。",
            lambda s: aimed(s) and goals.BASE_AFTER.match(s.text, s.draft.end) and goals.BASE_BEFORE.search(s.before),
            look(later="基"),
        ),
    ),
    *rules(
        "target",
        (
            "growth-of-budget",
            "the movement of what is budgeted",
            "支出预算安排15.6亿元,比上年增长{4.2%}。",
            of_budget,
            look(ends=BUDGET_ENDS),
        ),
    ),
    *rules(
        "actual",
        (
            "share-of-goal-done",
            "how far a goal was reached was reached",
            "全年任务完成{89%},正抓紧推进。",
            lambda s: aimed(s) and not s.mode.forecast and goals.REACHED_RATE.search(s.before),
            look("rate", ends=goals.REACHED_RATE.lasts),
        ),
        (
            "kept-safe",
            "what is to be kept safe is there",
            "确保{6处}在建工地安全施工。",
            lambda s: s.sentence.ensured and s.kind == "number" and aimed(s) and s.mode.cue in ENSURES and goals.KEPT.match(s.after),
        ),
        (
            "work-of-planned-sum",
            "the plan before it is that of a sum",
            "计划总投资2.8亿元的改线工程完成路基{6.4公里}。",
            lambda s: aimed(s) and "计划" in s.before and goals.PLANNED_SUM.search(s.before),
        ),
        (
            "moves-from",
            "what an aimed movement starts from is there",
            "水厂竣工后,日供水能力将由{1.2万吨}提升到3万吨。",
            lambda s: aimed(s) and MOVED_FROM.search(s.before) and MOVED_TO.match(s.text, s.draft.end),
            look(ends=MOVED_FROM.lasts),
        ),
    ),
)
# What the nearest cue says; the order is that of the cues in the sentence, so these have no test of their own.
MODES = (
    Rule("forecast", "a forecast holds to the end of its sentence", "预计全年接待游客{30万人次}。"),
    Rule("plan-named", "a plan's words inside the sentence name its goal", "下一步计划建设道路{21条}。"),
    Rule("aimed", "a word of aims stands before, with nothing done between", "力争新增规上企业{5家}。"),
    Rule("done", "a word of what was done stands before", "已建成泵站{3座}。"),
    Rule("deadline", "a time that is still to come", "9月底前安装路灯{120盏}。"),
    Rule("list-of-aims", "an aim opened the list that this is part of", "目标是:新增就业600人;培训技工{80人}。"),
    Rule("under-plan", "a heading of plans, or the sentence before, says that this is planned", "确保完成全年任务。新建公厕{3座}。"),
    Rule("reported", "nothing says otherwise: what a report tells is done", "新建公厕{3座}。"),
)
ROLES: tuple[RoleRule, ...] = (*limits.FINES, *attributes.RULES, *limits.RULES, *goal_rules.RULES, *AHEAD, *EXCEPTIONS)
DECIDES: dict[Decides, tuple[Rule, ...]] = {"role": (FORM, *ROLES, *MODES)}


# A rule, the words that its look wants before and after, and its test.
Entry = tuple[str, str, Callable[[Said], object], RoleRule]


class Asked(dict[tuple[str, str, str, bool], tuple[Entry, ...]]):
    """The rules, in order, that figures can meet by dimension, signs right before and after, and rules in their sentence."""

    def __missing__(self, key: tuple[str, str, str, bool]) -> tuple[Entry, ...]:
        dimension, last, first, ruled = key
        if len(self) > MOST_KEPT:
            self.clear()
        found = tuple(
            (rule.look.word, rule.look.later, rule.holds, rule)
            for rule in ROLES
            if (not (at := rule.look).dimensions or dimension in at.dimensions)
            and (not at.ends or last in at.ends)
            and (not at.begins or first in at.begins)
            and (ruled or not at.ruled)
        )
        self[key] = found
        return found


MOST_KEPT = 20_000
ASKED = Asked()


def role(sentence: Sentence, draft: FigureDraft, clause: int) -> Judgement:
    """The role of a figure; `clause` is where the figure's clause begins."""
    if draft.role is not None:
        return Judgement(draft.role, rule=FORM.name)
    said = Said(sentence, draft, clause)
    before, after = said.before, said.after
    for word, later, holds, rule in ASKED[draft.dimension, before[-1:], after[:1], sentence.ruled]:
        if word in before and later in after and (said_by := holds(said)):
            cue = said_by if isinstance(said_by, str) else CUES.get(rule.name, "")
            return Judgement(rule.role, cue, rule.name == "forecast-done", rule.name)
    return said.mode


# The cue that is shown where a rule has no word of its own.
CUES = {**{rule.name: "目标" for rule in goal_rules.RULES}, "done-after": "已", "growth-of-budget": "预算"}
