"""Staged figures in; faults, and the verdict they come to, out. The rules are views in PostgreSQL, run by Great Expectations.

Knock at `judging`, which has the steps in their order; `language` reads relations, `rules` makes views of them, `messages` says faults.
"""

from huizong.checking.fault_writing import JudgeError
from huizong.checking.gx import preload
from huizong.checking.judging import RunJudgement, judge

__all__ = ["JudgeError", "RunJudgement", "judge", "preload"]
