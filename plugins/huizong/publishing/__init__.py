"""Figures of one snapshot in; rollups in mart.rollup, and workbook, tables and notices in `published/`, out (DESIGN §4).

Knock at `publish`; `working_out` computes, `gate` stops, `history` keeps what was published before.
"""

from huizong.publishing.as_is import AsIs, NothingToShowError, publish_as_is
from huizong.publishing.dirty import DirtyPeriod, dirty_periods
from huizong.publishing.files.data_docs import write_data_docs
from huizong.publishing.gate import NotConservedError, Stopped
from huizong.publishing.publish import Manner, Publication, publish

__all__ = [
    "AsIs",
    "DirtyPeriod",
    "Manner",
    "NotConservedError",
    "NothingToShowError",
    "Publication",
    "Stopped",
    "dirty_periods",
    "publish",
    "publish_as_is",
    "write_data_docs",
]
