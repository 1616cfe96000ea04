"""Runs the flow once in a child that kills itself at a named point, as the power would.

The points are wrapped here, in the child, so that the product carries no switch for dying. It is forked, since loading anew what
the test has loaded already would take longer than the run.
"""

import io
import os
import signal
import traceback

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


def run_and_die(point, environment):
    """How the child ended: the negative of the signal, 0 if it outlived its run, 1 if the run raised."""
    child = os.fork()
    if not child:
        status = 1
        try:
            os.environ |= environment
            globals()[point]()
            pipeline.run_once(Settings.from_environment())
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
