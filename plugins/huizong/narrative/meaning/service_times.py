"""Service times: the words around a time that make it what something may take, or how long it holds."""

from huizong.narrative.grammar.signs import Ending
from huizong.narrative.meaning.said import Said
from huizong.word_lists import word_lists

LISTS = word_lists("narrative", "service_times")
any_of = LISTS.any_of

SERVICE_TIME = frozenset(LISTS.words("service_units"))
VALID_FOR = Ending(f"{any_of('valid')}期限?(?:为|是)?$")
# 责令3家单位在5个工作日内说明原因: a time that is set.
SET_A_TIME = LISTS.pattern("sets")
IN_TIME = Ending("[在于须](?:收到[^,。;]{0,8}后)?(?:的)?$")
PROMISED = LISTS.pattern("promised")
SERVICE = LISTS.pattern("services")


def promised(s: Said) -> bool:
    """Whether a time is what a service promises to take: 5个工作日内办结; a measured average is none."""
    if s.draft.base_unit not in SERVICE_TIME or "平均" in s.before:
        return False
    start = s.draft.start
    near = s.text[max(s.clause, start - 14) : start] + s.after.split(",")[0].split("。")[0]
    lead = s.text[max(s.clause, start - 8) : start] + s.after[:3]
    return PROMISED.search(lead) is not None and SERVICE.search(near) is not None
