"""Service times: the words around a time that make it what something may take, or how long it holds."""

import re

from huizong.narrative.grammar.signs import Ending
from huizong.narrative.meaning.said import Said

SERVICE_TIME = frozenset({"工作日", "小时", "分钟", "自然日", "天", "日"})
VALID_FOR = Ending("(?:有效|合同|质保|保修|承包|租赁|服务|试用|聘)期限?(?:为|是)?$")
# 责令3家单位在5个工作日内说明原因: a time that is set.
SET_A_TIME = re.compile("责令|责成|限期|要求|务必|督促|通知")
IN_TIME = Ending("[在于须](?:收到[^,。;]{0,8}后)?(?:的)?$")
PROMISED = re.compile("最[多长迟]|不超过|内|限|到账|以内|压缩[至到]|缩短[至到]|控制在")
SERVICE = re.compile(
    "办结|办事|流程|审批|到账|答复|受理|响应|送达|出证|反馈|处置|办理|拨付|审核|审结|办好|回复|发证|抢修|移送|赶到|核验|审查|上报|报告|整改|改正|搬离|清理|备案|申报|登记"
)


def promised(s: Said) -> bool:
    """Whether a time is what a service promises to take: 5个工作日内办结; a measured average is none."""
    if s.draft.base_unit not in SERVICE_TIME or "平均" in s.before:
        return False
    start = s.draft.start
    near = s.text[max(s.clause, start - 14) : start] + s.after.split(",")[0].split("。")[0]
    lead = s.text[max(s.clause, start - 8) : start] + s.after[:3]
    return PROMISED.search(lead) is not None and SERVICE.search(near) is not None
