"""The comments that are set at faults in a department's own text: when the text comes back, they are no part of it."""

from __future__ import annotations

from lxml import etree

from huizong.reading.containers import markup

OUR_AUTHOR = "汇总"


def is_ours(comment: etree._Element) -> bool:
    """Whether a comment of Word, or an annotation of OpenDocument, is one of ours: its author says it."""
    names = [str(value) for key, value in comment.attrib.items() if markup.local(str(key)) == "author"]
    names += ["".join(map(str, child.itertext())) for child in comment.iterchildren("{*}creator")]
    return any(name.strip() == OUR_AUTHOR for name in names)
