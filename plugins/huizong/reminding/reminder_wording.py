"""The words of a reminder: three lines that fit a chat group, naming only those who owe, and why it doesn't count yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from huizong.catalogue import Catalogue, Period
from huizong.feedback.outbox.safe_names import folder_name
from huizong.feedback.receipt.content import contact_text
from huizong.feedback.receipt.receipt_words import organisation_text
from huizong.reminding.owed_reports import TO_EXPLAIN, Owing
from huizong.settings import COUNTY_TIME

# A group's robot takes 2,048 bytes; a line that nobody reads to its end helps nobody.
MOST_REPORTS = 6
MOST_NAMES = 12
_IN_A_LIST = {"未报": "未收到", "退回": "已退回", "部分": "部分接收", TO_EXPLAIN: "待说明"}


def reason(one: Owing) -> str:
    """Why the report doesn't count yet, or what it waits for."""
    match one.state:
        case "未报":
            # she sent something, and reads that nothing came: the receipt says what it lacked
            return f"未收到（另有{one.unread}份文件未能认出是哪张表，见回执）" if one.unread else "未收到"
        case "退回":
            return "已退回，须改正后重报"
        case "部分":
            return f"部分接收，{_rest(one)}"
    return f"已收，待说明{one.queries}处"


def due(one: Owing, now: datetime) -> str:
    """Until when, or since when it is overdue: 今天17:00截止, 7月8日17:00截止, 已过截止时间, 逾期2天."""
    local, at = now.astimezone(COUNTY_TIME), one.due_at.astimezone(COUNTY_TIME)
    days = (at.date() - local.date()).days
    what = "说明" if one.state == TO_EXPLAIN else "截止"
    if local <= at:
        day = {0: "今天", 1: "明天"}.get(days, f"{at.month}月{at.day}日")
        return f"{day}{at:%H:%M}前{what}" if one.state == TO_EXPLAIN else f"{day}{at:%H:%M}{what}"
    if one.state == TO_EXPLAIN:
        return "说明期限已过"
    return f"逾期{-days}天" if days else f"已过今天{at:%H:%M}截止时间"


def subject(owing: Sequence[Owing], catalogue: Catalogue, *, escalated: bool) -> str:
    """The subject of a mail: whose, how many."""
    organisations = list(dict.fromkeys(one.reporter for one in owing))
    who = organisation_text(catalogue, organisations[0]) if len(organisations) == 1 else f"{len(organisations)}个单位"
    return f"【{'催报升级' if escalated else '催报'}】{who}{len(owing)}份报表{_what_of(owing)}"


def digest(owing: Sequence[Owing], catalogue: Catalogue, now: datetime, *, escalated: bool = False) -> str:
    """Three lines: who and how many; each report with why and until when; what to do and whom to ask."""
    organisations = list(dict.fromkeys(one.reporter for one in owing))
    alone = len(organisations) == 1
    lines = [
        _line(list(group), catalogue, now, alone=alone) for _, group in groupby(owing, key=lambda one: (one.due_at, one.form, one.period))
    ]
    told = "；".join(lines[:MOST_REPORTS]) + (f"；另有{len(lines) - MOST_REPORTS}份报表" if len(lines) > MOST_REPORTS else "")
    return "\n".join(
        (subject(owing, catalogue, escalated=escalated), told, _what_to_do(owing, organisations, catalogue, escalated=escalated))
    )


def note(owing: Sequence[Owing], catalogue: Catalogue, now: datetime) -> str:
    """The same for the outbox of one organisation, a line a report and none left out."""
    lines = (f"{number}. {_line([one], catalogue, now, alone=True)}" for number, one in enumerate(owing, 1))
    return "\n".join(
        (subject(owing, catalogue, escalated=False), *lines, _what_to_do(owing, [owing[0].reporter], catalogue, escalated=False), "")
    )


def _what_of(owing: Iterable[Owing]) -> str:
    return "待说明" if all(one.state == TO_EXPLAIN for one in owing) else "尚未完成"


def _line(owing: Sequence[Owing], catalogue: Catalogue, now: datetime, *, alone: bool) -> str:
    """One form and period: why, for a single organisation; else the names under each reason."""
    first = owing[0]
    head = f"《{first.form_title}》{Period.parse(first.period).words}"
    if alone:
        return f"{head}：{reason(first)}，{due(first, now)}"
    by_reason: dict[str, list[str]] = {}
    for one in owing:
        rest = f"（{_rest(one)}）" if one.state in ("部分", TO_EXPLAIN) else ""
        by_reason.setdefault(_IN_A_LIST[one.state], []).append(organisation_text(catalogue, one.reporter) + rest)
    return f"{head}（{due(first, now)}）" + "，".join(f"{why}：{_names(names)}" for why, names in by_reason.items())


def _rest(one: Owing) -> str:
    """How much of the report waits."""
    if one.state == TO_EXPLAIN:
        return f"{one.queries}处"
    return f"暂缓{one.held}项" if one.held else "未报齐"


def _names(names: Sequence[str]) -> str:
    more = f"等{len(names)}个单位" if len(names) > MOST_NAMES else ""
    return "、".join(names[:MOST_NAMES]) + more


def _what_to_do(owing: Sequence[Owing], organisations: Sequence[str], catalogue: Catalogue, *, escalated: bool) -> str:
    ask = f"问谁：{contact_text(catalogue)}"
    if escalated:
        return f"多次提醒后仍未完成，请督促报送；差错见各单位回执。{ask}"
    where = f"“{folder_name(catalogue, organisations[0])}”文件夹" if len(organisations) == 1 else "各单位文件夹"
    if all(one.state == TO_EXPLAIN for one in owing):
        return f"请按回执逐处说明，一句话即可，放入{where}。{ask}"
    return f"请放入共享收件箱的{where}；退回、暂缓的原因见回执。{ask}"
