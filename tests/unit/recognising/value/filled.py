"""Rows of values under the heads of a monthly form."""

from __future__ import annotations

from tests.unit.recognising.county import draft, monthly


def filled(catalogue, *rows, header=("指标", "单位", "累计", "上年同期", "同比增长(%)")):
    """The draft of the monthly form with these rows under these heads."""
    return draft(catalogue, monthly(list(header), *rows))
