"""An archive or package of too many parts is too large, which is no damage."""

from __future__ import annotations

from huizong.reading import read_bytes
from huizong.reading.limits import Limits


def test_too_many_members_are_too_much_and_no_damage(make_zip):
    (document,) = read_bytes(make_zip({f"{number}.csv": "a" for number in range(12)}), "汇总.zip", limits=Limits(members=11))
    assert document.refusal is not None
    assert (document.refusal.rule, dict(document.refusal.fields)) == ("file-too-large", {"observed": "12 个成员", "expected": "11 个"})
