"""Rollups: computed from one snapshot, kept in mart.rollup, and written out for people and tools (DESIGN §4)."""

from huizong.publishing.data_docs import write_data_docs
from huizong.publishing.gate import NotConservedError, Stopped
from huizong.publishing.publish import DirtyPeriod, Publication, dirty_periods, publish

__all__ = ["DirtyPeriod", "NotConservedError", "Publication", "Stopped", "dirty_periods", "publish", "write_data_docs"]
