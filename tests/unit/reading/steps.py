"""Steps that a reader process imports by name."""

import os
import signal


def doubled(documents, argument, shared):
    """A step: twice the number of the file, the argument and what is shared."""
    value = documents[0].sheets[0].cells[2, 2].value
    if value == 3:
        raise KeyError(documents[0].sheets[0].cells[2, 1].text)
    if value == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * int(value), argument, shared


def endless(documents, argument, shared):
    """A step that never ends."""
    while True:
        pass


def squared(argument):
    """A work: the square of a number; 3 raises, 4 ends the process, 5 never ends, 6 wants 4 GB."""
    if argument == 3:
        raise KeyError(argument)
    if argument == 4:
        os.kill(os.getpid(), signal.SIGTERM)
    while argument == 5:
        pass
    return argument * argument if argument != 6 else len(bytearray(4 << 30))
