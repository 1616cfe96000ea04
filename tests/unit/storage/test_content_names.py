"""Names made of content, and told without loading what is made of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from huizong.settings import REPOSITORY
from huizong.storage.content_names import files_of, hash_of, key_of_rules


def test_rules_of_another_catalogue_have_another_key() -> None:
    assert key_of_rules("a") == key_of_rules("a") != key_of_rules("b")


def test_a_file_counts_by_its_name_and_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "a.csv").write_bytes(b"1")
    (tmp_path / ".hidden").write_bytes(b"1")
    (tmp_path / "~$a.xlsx").write_bytes(b"1")
    assert [name for name, _ in files_of(tmp_path)] == ["tables/a.csv"]
    first = hash_of(tmp_path)
    (tmp_path / "tables" / "a.csv").rename(tmp_path / "tables" / "b.csv")
    renamed = hash_of(tmp_path)
    (tmp_path / "tables" / "b.csv").write_bytes(b"2")
    assert len({first, renamed, hash_of(tmp_path)}) == 3
    assert hash_of(tmp_path, without={"tables/b.csv"}) == hash_of(tmp_path / "none")


def test_the_server_of_a_dry_run_is_asked_for_before_the_rooms_are_loaded() -> None:
    """It starts while they are: a module of theirs at the top of this one would make it wait for all of them."""
    asked = "import huizong.flow.rules_of_dry_runs, sys; print({'huizong.catalogue', 'huizong.checking'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", asked], cwd=REPOSITORY / "plugins", capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
