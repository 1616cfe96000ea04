"""`huizong inspect`: files read as a run would read them, within the bounds of the settings."""

import json

from typer.testing import CliRunner

from huizong.cli.command_line import app


def test_the_size_that_a_run_takes_is_the_size_that_is_read(tmp_path, monkeypatch):
    path = tmp_path / "大.csv"
    path.write_text("指标,累计\n" + "税收,1\n" * 140_000, "utf-8")  # 9 bytes a line: 1.26 million
    monkeypatch.setenv("HUIZONG_READ_SECONDS", "60")  # it is the size that is asked about, on however busy a machine
    refusals = []
    for limit in ("1", "2"):
        monkeypatch.setenv("HUIZONG_MAX_FILE_MB", limit)
        done = CliRunner().invoke(app, ["inspect", str(path), "--format", "json"])
        (row,) = json.loads(done.stdout)
        refusals.append((done.exit_code, row["refusal"] and row["refusal"]["rule"]))
    assert refusals == [(0, "file-too-large"), (0, None)]
