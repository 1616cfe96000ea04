"""The journal is whole lines, in order, and survives a line torn by a kill."""

from huizong.intake import Journal


def test_lines_come_back_in_order_over_years(tmp_path):
    journal = Journal(tmp_path)
    journal.append("arrival", 2026, arrival_id="b")
    journal.append("arrival", 2025, arrival_id="a")
    journal.append("judged", 2026, arrivals=["a", "b"])
    entries = list(journal.entries())
    assert [(entry.event, entry.file) for entry in entries] == [
        ("arrival", "2025.jsonl"),
        ("arrival", "2026.jsonl"),
        ("judged", "2026.jsonl"),
    ]
    assert entries[0].text("arrival_id") == "a"
    assert entries[2].texts("arrivals") == ["a", "b"]


def test_reading_goes_on_behind_a_position(tmp_path):
    journal = Journal(tmp_path)
    position = journal.append("arrival", 2026, arrival_id="a")
    journal.append("arrival", 2026, arrival_id="b")
    assert [entry.text("arrival_id") for entry in journal.entries(position)] == ["b"]
    assert list(journal.entries(journal.append("arrival", 2026, arrival_id="c"))) == []


def test_a_torn_line_is_passed_over_and_closed_by_the_next(tmp_path):
    journal = Journal(tmp_path)
    journal.append("arrival", 2026, arrival_id="a")
    with (tmp_path / "2026.jsonl").open("ab") as stream:
        stream.write(b'{"event": "arrival", "arrival_id": "to')
    assert [entry.text("arrival_id") for entry in journal.entries()] == ["a"]
    journal.append("arrival", 2026, arrival_id="b")
    assert [entry.text("arrival_id") for entry in journal.entries()] == ["a", "b"]


def test_chinese_and_line_breaks_stay_in_one_line(tmp_path):
    journal = Journal(tmp_path)
    journal.append("arrival", 2026, path="某镇/六月\n报表.xlsx", inode=7, note=None)
    entry = next(journal.entries())
    assert entry.text("path") == "某镇/六月\n报表.xlsx"
    assert entry.number("inode") == 7
    assert len((tmp_path / "2026.jsonl").read_bytes().splitlines()) == 1


def test_an_empty_journal_has_no_entries(tmp_path):
    assert list(Journal(tmp_path / "none").entries()) == []
