"""A text in OpenDocument comes back beside its receipt, commented."""

from __future__ import annotations

import hashlib

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.feedback import write_receipts
from huizong.settings import Settings
from tests.database.feedback.county import Ledger
from tests.unit.feedback.marked_copy.test_odt_document import BODY, SENTENCE, commented
from tests.unit.reading import printed_texts


def test_a_commented_text_lies_beside_the_receipt(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    data = printed_texts.odt_body(BODY)
    submission = ledger.submission(
        ledger.arrival(data, "总结.odt"), "partially_accepted", kind="narrative", form="N-TOWN-H", period="2026-H1"
    )
    ledger.paragraphs(hashlib.sha256(data).hexdigest(), ["标题", SENTENCE])
    ledger.issue(submission, "prose-missing", "critical", "2:5", "投诉没有件数", "请补上数字", observed="件")
    write_receipts(loader, settings, catalogue)
    (path,) = settings.outbox.rglob("*_标注.odt")
    assert commented(path.read_bytes()) == {"须改正（第1条）\n投诉没有件数\n怎么办：请补上数字": "件"}
    (receipt,) = settings.outbox.rglob("*_回执.txt")
    assert "    您的原文，有问题的地方已加批注。" in receipt.read_text("utf-8-sig").splitlines()
