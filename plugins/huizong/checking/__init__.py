"""Checking: rules over staged figures, run by Great Expectations in PostgreSQL, and the verdict they come to."""

from huizong.checking.fault_writing import JudgeError
from huizong.checking.gx import preload
from huizong.checking.judging import RunJudgement, judge

__all__ = ["JudgeError", "RunJudgement", "judge", "preload"]
