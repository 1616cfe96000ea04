"""Runs the flow once and kills its own process at a named point, as the power would: `python killed.py POINT`.

The points are wrapped here, in the child, so that the product carries no switch for dying.
"""

import io
import os
import signal
import sys

from huizong.flow import pipeline, publication
from huizong.intake import Journal
from huizong.settings import Settings
from huizong.steps import answering, waves
from huizong.warehouse import copying


def die(*_arguments, **_keywords):
    """End at once: no handler runs, no buffer is flushed, no lock is let go by our own hand."""
    os.kill(os.getpid(), signal.SIGKILL)


def between_archive_and_journal():
    """The bytes are stored, the journal has not heard of them."""
    append = Journal.append
    Journal.append = lambda self, event, *rest, **content: die() if event == "arrival" else append(self, event, *rest, **content)


def before_the_ledger():
    """The journal has the arrival, the ledger has not."""
    append = Journal.append

    def append_and_die(self, event, *rest, **content):
        append(self, event, *rest, **content)
        if event == "arrival":
            die()

    Journal.append = append_and_die


def in_copy():
    """Half of the rows of staging have been sent."""

    class Half(io.StringIO):
        def read(self, size=-1):
            if self.tell():
                die()
            return super().read(min(size, 64) if size > 0 else 64)

    copying.io = type("io", (), {"StringIO": Half})


def between_journal_and_commit():
    """The judgement is in the journal, the database has not committed it."""
    record = waves._record_judgement

    def record_and_die(*arguments):
        record(*arguments)
        die()

    waves._record_judgement = record_and_die


def between_core_and_rollup():
    """Figures are committed, nothing is published."""
    publication.publish = die


def before_the_receipt():
    """Verdicts are committed, no receipt is written."""
    answering.feedback.write_receipts = die


if __name__ == "__main__":
    globals()[sys.argv[1]]()
    pipeline.run_once(Settings.from_environment())
