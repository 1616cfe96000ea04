import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest

from huizong.reading import births, worker
from huizong.reading.births import PACKAGE_ROOT
from huizong.reading.messages import Answer, NoReaderError, OverrunError, Request, Step, StepError
from huizong.reading.pool import Planned, ReaderPool, _Ahead
from huizong.settings import REPOSITORY
from tests.unit.reading.steps import doubled, endless, squared


@pytest.fixture
def slow_xlsx(make_xlsx, tmp_path):
    """A workbook that takes seconds: hundreds of thousands of cells that only the XML parser can read."""
    rows = "".join(f'<row r="{n}">' + f"<c><v>{n}.25</v></c>" * 8 + "</row>" for n in range(1, 30_001))
    path = tmp_path / "慢.xlsx"
    path.write_bytes(make_xlsx(rows))
    return path


def small(tmp_path, name, value):
    path = tmp_path / name
    path.write_text(f"指标,累计\n税收,{value}\n", encoding="utf-8")
    return path


def planned(files, step=None):
    return [Planned(str(path), name, step) for path, name in files]


def test_a_step_is_done_where_the_file_was_read(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY))
    files = [(small(tmp_path, f"{n}.csv", n), f"{n}.csv") for n in range(6)]
    with ReaderPool(workers=2) as pool:
        pool.read_ahead(planned(files, Step(doubled, "argument")), shared=("for", "all"))
        for number, file in enumerate(files):
            if number == 3:
                with pytest.raises(StepError) as raised:
                    pool.answer(*file)
                assert raised.value.failed.kind == "KeyError"
                assert str(raised.value).startswith("reading/worker.py:")  # the last line of ours on the way
                assert "税收" not in raised.value.failed.way
            elif number == 4:
                found = pool.answer(*file)
                assert (found.documents[0].refusal.rule, found.result) == ("file-out-of-memory", None)
            else:
                assert pool.answer(*file).result == ((2 * number, "argument", ("for", "all")),)
        assert pool.answer(*files[0]).result is None  # it was asked for once


def test_a_step_that_overruns_costs_its_file_and_is_not_tried_again(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY))
    with ReaderPool(workers=1, deadline_seconds=0.5) as pool:
        (document,) = pool.done(small(tmp_path, "a.csv", 1), "栗坪镇.csv", Step(endless, None), None).documents
        assert (document.name, document.refusal.rule) == ("栗坪镇.csv", "file-timed-out")
        assert document.refusal.fields == {"expected": "1.5 秒"}  # three times what reading may take
        pool.deadline_seconds = 30
        assert pool.done(small(tmp_path, "b.csv", 2), "b.csv", Step(doubled, "argument"), "all").result == ((4, "argument", "all"),)


def test_what_is_read_ahead_is_given_to_who_asks_for_it(tmp_path):
    files = [(small(tmp_path, f"{n}.csv", n), f"镇{n}.csv") for n in range(9)]  # more than two readers read ahead
    other = small(tmp_path, "other.csv", 77)
    with ReaderPool(workers=2) as pool:
        pool.read_ahead(planned(files[:8]))
        asked = [files[0], (other, "其他.csv"), files[7], *files[1:7], files[8]]
        found = [(document.name, document.sheets[0].cells[2, 2].value) for file in asked for document in pool.read(*file)]
    assert found == [(name, 77 if path is other else int(path.stem)) for path, name in asked]


@pytest.mark.parametrize(
    ("size", "begun"),
    [
        (10, 240),  # small files: as many as may wait
        (1 << 20, 8),  # four of a megabyte are as much as may wait, but each of the two readers has four
        (100_000, 42),  # 42 are the first that have more than four megabytes together
    ],
)
def test_how_much_is_read_ahead_is_bounded(tmp_path, size, begun):
    answered = threading.Event()
    files = [tmp_path / f"{n}.csv" for n in range(300)]
    for path in files:
        path.write_bytes(b"")
        os.truncate(path, size)
    ahead = _Ahead(lambda file: answered.wait() and Answer((), None), 2)
    ahead.plan(planned([(path, path.name) for path in files]))
    try:
        assert len(ahead._begun) == begun
        ahead.take(str(files[0]), files[0].name)
        assert len(ahead._begun) == begun  # one more in its place
    finally:
        answered.set()
        ahead.close()


def test_what_was_read_ahead_is_given_once(tmp_path):
    path = small(tmp_path, "a.csv", 1)
    with ReaderPool(workers=1) as pool:
        pool.read_ahead(planned([(path, "a.csv")]))
        assert pool.read(path)[0].sheets[0].cells[2, 2].value == 1
        small(tmp_path, "a.csv", 2)
        assert pool.read(path)[0].sheets[0].cells[2, 2].value == 2


def test_what_nobody_asked_for_is_no_trouble_at_the_end(tmp_path):
    with ReaderPool(workers=1) as pool:
        pool.read_ahead(planned([(small(tmp_path, f"{n}.csv", n), f"{n}.csv") for n in range(5)]))
    assert pool.idle.empty()


def test_a_file_that_overruns_is_returned_and_its_reader_replaced(tmp_path, slow_xlsx):
    with ReaderPool(workers=1, deadline_seconds=0.4) as pool:
        pool.read(small(tmp_path, "a.csv", 1))
        (document,) = pool.read(slow_xlsx)
        assert (document.name, document.refusal.rule) == ("慢.xlsx", "file-timed-out")
        assert pool.idle.qsize() == 1
        pool.deadline_seconds = 30
        assert pool.read(small(tmp_path, "b.csv", 2))[0].sheets[0].cells[2, 2].value == 2


def test_a_file_that_needs_too_much_memory_is_returned(tmp_path, slow_xlsx):
    with ReaderPool(workers=1, deadline_seconds=100, memory_mb=40) as pool:
        (document,) = pool.read(slow_xlsx)
        assert document.refusal.rule == "file-out-of-memory"
        assert pool.read(small(tmp_path, "b.csv", 2))[0].sheets[0].cells[2, 2].value == 2


def test_a_file_that_leaves_no_memory_for_its_refusal_has_one(tmp_path, monkeypatch):
    def none_left(*_):
        raise MemoryError

    monkeypatch.setattr(worker, "read_file", none_left)
    path = small(tmp_path, "a.csv", 1)
    (document,) = worker.answer(Request(str(path), "a.csv", 10, 300), lambda _word: None).documents
    assert (document.name, document.refusal.rule, document.refusal.fields["expected"]) == ("a.csv", "file-out-of-memory", "300 MB")
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_reader_that_is_killed_is_replaced(tmp_path):
    with ReaderPool(workers=1) as pool:
        pool.read(small(tmp_path, "a.csv", 1))
        reader = pool.idle.get()
        pool.idle.put(reader)
        os.kill(reader.pid, signal.SIGKILL)
        assert pool.read(small(tmp_path, "a.csv", 1))[0].refusal.rule == "file-out-of-memory"
        assert pool.read(small(tmp_path, "b.csv", 2))[0].refusal is None


def test_a_nursery_that_is_killed_is_replaced_and_its_file_read(tmp_path):
    with ReaderPool(workers=1) as pool:
        pool.read(small(tmp_path, "a.csv", 1))
        reader = pool.idle.get()
        pool.idle.put(reader)
        os.kill(int(Path(f"/proc/{reader.pid}/stat").read_text().rpartition(")")[2].split()[1]), signal.SIGKILL)  # its parent
        os.kill(reader.pid, signal.SIGKILL)
        assert pool.read(small(tmp_path, "b.csv", 2))[0].sheets[0].cells[2, 2].value == 2


def test_where_no_reader_is_to_be_had_no_file_is_blamed(tmp_path, monkeypatch):
    monkeypatch.setattr(births, "ask", lambda _descriptors, _modules: None)  # nobody holds the other ends: they close at once
    with ReaderPool(workers=1) as pool:
        with pytest.raises(NoReaderError, match=r"a\.csv"):
            pool.read(small(tmp_path, "a.csv", 1))
        monkeypatch.undo()
        assert pool.read(small(tmp_path, "b.csv", 2))[0].sheets[0].cells[2, 2].value == 2


def test_a_path_is_where_the_asker_stands(tmp_path, monkeypatch):
    small(tmp_path, "a.csv", 3)
    with ReaderPool(workers=1) as pool:
        monkeypatch.chdir(tmp_path)
        assert pool.read("a.csv")[0].sheets[0].cells[2, 2].value == 3


def test_a_file_that_is_gone_is_said(tmp_path):
    with ReaderPool(workers=1) as pool:
        (document,) = pool.read(tmp_path / "没有.csv")
    assert document.refusal.rule == "file-damaged"


@pytest.mark.parametrize("busy", [False, True])
def test_readers_end_when_who_asked_is_killed(tmp_path, slow_xlsx, busy):
    script = (
        "import sys, time\nfrom huizong.reading.pool import ReaderPool\npool = ReaderPool(workers=1, deadline_seconds=60)\n"
        f"pool.read({str(small(tmp_path, 'a.csv', 1))!r})\nreader = pool.idle.get()\npool.idle.put(reader)\n"
        f"print(reader.pid, flush=True)\n{f'pool.read({str(slow_xlsx)!r})' if busy else 'time.sleep(60)'}\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(PACKAGE_ROOT)})
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    for _ in range(100):
        if not Path(f"/proc/{child}").exists() or "\nState:\tZ" in Path(f"/proc/{child}/status").read_text():
            return
        time.sleep(0.1)
    pytest.fail("the reader outlived its parent")


def test_a_worker_imports_nothing_heavy():
    script = (
        "import sys, huizong.reading.worker\nprint([m for m in ('pandas', 'great_expectations', 'openpyxl', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(PACKAGE_ROOT)}, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_pool_without_bounds_is_refused():
    with pytest.raises(ValueError, match="deadline"):
        ReaderPool(workers=0)


def zipped(path, members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_the_deadline_is_a_members_and_one_that_overruns_costs_the_others_nothing(tmp_path, slow_xlsx):
    quick = {f"{number:03}.csv": f"指标,数\n产值,{number}\n" for number in range(40)}
    path = zipped(tmp_path / "包.zip", {"慢.xlsx": slow_xlsx.read_bytes(), **quick})
    with ReaderPool(workers=1, deadline_seconds=1) as pool:
        pool.read(small(tmp_path, "a.csv", 1))
        slow, *others = sorted(pool.read(path), key=lambda document: document.refusal is None)
    assert (slow.name, slow.refusal.rule, slow.refusal.fields["expected"]) == ("包.zip/慢.xlsx", "file-timed-out", "1 秒")
    assert [document.sheets[0].cells[2, 2].value for document in others] == list(range(40))


def test_an_archive_of_slow_members_is_refused_as_one(tmp_path, slow_xlsx):
    path = zipped(tmp_path / "包.zip", {f"慢{number}.xlsx": slow_xlsx.read_bytes() for number in range(6)})
    with ReaderPool(workers=1, deadline_seconds=0.2) as pool:
        pool.read(small(tmp_path, "a.csv", 1))
        (document,) = pool.read(path)
    assert (document.name, document.refusal.rule) == ("包.zip", "file-timed-out")


def test_other_work_is_done_within_a_files_bounds_and_who_overruns_is_replaced(tmp_path):
    with ReaderPool(workers=1, deadline_seconds=0.2, memory_mb=200) as pool:
        assert pool.work(squared, 12) == 144
        with pytest.raises(StepError, match="KeyError"):
            pool.work(squared, 3)
        for number, why in ((4, "its process ended"), (5, "time"), (6, "memory")):
            with pytest.raises(OverrunError, match=why):
                pool.work(squared, number)
            assert pool.work(squared, 7) == 49
        assert pool.idle.qsize() == 1
        assert pool.read(small(tmp_path, "a.csv", 1))[0].sheets[0].cells[2, 2].value == 1


def test_other_work_waits_where_no_reader_is_to_be_had(monkeypatch):
    monkeypatch.setattr(births, "ask", lambda _descriptors, _modules: None)  # nobody holds the other ends: they close at once
    with ReaderPool(workers=1) as pool:
        with pytest.raises(NoReaderError, match="squared"):
            pool.work(squared, 2)
        monkeypatch.undo()
        assert pool.work(squared, 2) == 4
