"""The head of a receipt: conclusion, what is left to do, how many figures are in. All from the same counts (PRACTICE, receipt)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from huizong.feedback.receipt.answered import outcome, unused
from huizong.feedback.receipt.due import DueReport, Issue, Submission
from huizong.feedback.receipt.receipt_words import VERDICTS, day_text
from huizong.model import Verdict
from huizong.reading.masking import mask

# What is wrong with these is not what the file says: the same report is put in again, readable, whole, or elsewhere.
_NOT_THE_CONTENT = frozenset({"organisation-mismatch", "encoding-broken"})
_WRONG_FOLDER = "folder-unknown"
# Of the file rules these ask for a change of what is in the file.
_CONTENT_OF_FILE = frozenset({"file-empty"})


class Way(Enum):
    """How what is to be done comes back: the report corrected, the file put in again, or the same file elsewhere."""

    CONTENT = "content"
    FILE = "file"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class Todo:
    """How many things there are to correct and to explain on the page, and how corrections come back."""

    tasks: int
    queries: int
    way: Way

    @property
    def all(self) -> int:
        """Everything that is to be done."""
        return self.tasks + self.queries


def way_of(tasks: Collection[Issue]) -> Way:
    """How the corrections of a submission come back; where one asks for other content, all do."""
    rules = {issue.rule for issue in tasks}
    if rules and rules <= {_WRONG_FOLDER}:
        return Way.FOLDER
    return Way.FILE if rules and all(_is_of_file(rule) for rule in rules) else Way.CONTENT


def conclusion(verdict: Verdict, todo: Todo) -> str:
    """The verdict in words; what was accepted and still leaves something to do says so."""
    if verdict not in (Verdict.ACCEPTED, Verdict.ACCEPTED_WITH_QUERIES):
        return VERDICTS[verdict]
    wanted = "和".join(word for word, count in (("改正", todo.tasks), ("说明", todo.queries)) if count)
    return VERDICTS[Verdict.ACCEPTED] + (f"，有待{wanted}" if wanted else "")


def tone(verdict: Verdict, todo: Todo) -> str:
    """The colour of the page, by what is left to do."""
    return (Verdict.ACCEPTED_WITH_QUERIES if verdict is Verdict.ACCEPTED and todo.all else verdict).value


def headline(report: DueReport, todo: Todo) -> str:
    """What is left to do, in one sentence; of a text in which every owed number is masked also why it went back."""
    if answers_only(report):
        again = f"请重写这{todo.queries}条。" if todo.queries else ""
        return outcome(report.issues) + (again or ("" if unused(report.issues) else "您不用再做什么。"))
    why = "应报的数一个也没有写出来，不能收取。" if report.all_masked and report.submission.verdict is Verdict.RETURNED else ""
    return why + _left(report.submission, todo)


def _left(submission: Submission, todo: Todo) -> str:
    if submission.duplicate_received_at is not None:
        earlier = f"{day_text(submission.duplicate_received_at)}收到的「{mask(submission.duplicate_file or '')}」"
        left = f"上次请您做的{todo.all}件事还没有做。" if todo.all else "您不用再做什么。"
        return f"与{earlier}内容完全相同，不重复计数。{left}"
    if not todo.all:
        if submission.verdict is Verdict.RETURNED:
            return "不是文件的问题，您不用重报；由县里处理后重新收取。"
        return "您不用再做什么。"
    if not todo.queries:
        return f"您要做{todo.tasks}件事，{_back(todo.way)}。"
    if not todo.tasks:
        return f"您要做{todo.queries}件事：没填错的回一句说明就行，不用重报。"
    return f"您要做{todo.all}件事：改正{todo.tasks}件，{_back(todo.way)}；说明{todo.queries}件，写一句原因。"


def counts(submission: Submission) -> str:
    """N of M in, K held."""
    parts = []
    taken = submission.verdict in (Verdict.ACCEPTED, Verdict.ACCEPTED_WITH_QUERIES)
    if submission.kind == "narrative" and taken and not (submission.loaded or submission.held):
        return "按文字材料收取，没有计入数据"
    if submission.required:
        parts.append(f"应报{submission.required}项，已收{submission.taken}项")
        if submission.kind == "narrative" and submission.loaded > submission.taken:
            parts.append(f"另收{submission.loaded - submission.taken}项")
    elif submission.loaded:
        parts.append(f"已收{submission.loaded}项")
    if submission.held and submission.verdict is not Verdict.RETURNED:
        # What is held beyond what is owed is not part of the sum: rows of organisations that no longer exist, rows not asked for.
        owed = min(submission.held, submission.required - submission.taken) if submission.required else submission.held
        parts += [f"暂缓{owed}项"] if owed else []
        parts += [f"不在应报之列的另有{submission.held - owed}项暂缓"] if submission.held > owed else []
    return "，".join(parts)


def steps(todo: Todo, query: str, *, listed: bool, loaded: bool) -> tuple[str, ...]:
    """Whether the whole report is wanted again or an answer in a line is enough.

    `query` is the number of the first query; `loaded` is whether figures of the file were taken.
    """
    found = []
    if todo.tasks:
        found.append(_step(todo.way, loaded=loaded))
    if query:
        start = "要说明的：" if todo.tasks else ""
        listing = "在《差错清单》的「说明」栏写好，把标注文件放回收件文件夹；或" if listed else ""
        found.append(f"{start}{listing}新建一个文本文件放进收件文件夹，一件写一行，例如「{query}:新增2家规上企业，增产4120万元」。")
        found.append("说明要写清是什么原因、多少数量；只写「核实无误」「属实」的不算。")
    return tuple(found)


def answers_only(report: DueReport) -> bool:
    """Whether the file held explanations and nothing else."""
    rules = [issue.rule for issue in report.issues if issue.responsibility == "department"]
    return report.submission.form is None and any(rule.startswith("explanation-") for rule in rules)


def tasks_of(report: DueReport) -> tuple[Issue, ...]:
    """What the department must correct."""
    return tuple(issue for issue in report.issues if report.is_task(issue))


def _is_of_file(rule: str) -> bool:
    return rule in _NOT_THE_CONTENT or rule == _WRONG_FOLDER or (rule.startswith("file-") and rule not in _CONTENT_OF_FILE)


def _back(way: Way) -> str:
    return {
        Way.CONTENT: "改好后重报整份",
        Way.FILE: "做好后把文件重新放进来",
        Way.FOLDER: "把同一份文件放进本单位的文件夹，内容不用改",
    }[way]


def _step(way: Way, *, loaded: bool) -> str:
    if way is Way.FOLDER:
        return "把同一份文件放进收件文件夹里用本单位名称（或代码）命名的文件夹，内容不用改。"
    if way is Way.FILE:
        return "做好后，把文件放进收件文件夹里本单位的文件夹。"
    kept = "，已收的数不会因此丢失" if loaded else ""
    return f"要改正的：改好后把整份文件放回收件文件夹{kept}。"
