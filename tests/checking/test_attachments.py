"""A photo that lies beside a form is kept as an attachment, whichever came first; alone it is returned."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from huizong import pipeline
from tests.checking.test_explanation_loop import rows
from tests.checking.test_forms_loop import OCTOBER, fill

if TYPE_CHECKING:
    from pathlib import Path

    from huizong.settings import Settings

# A picture of one white dot.
PICTURE = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg==")


def test_a_photo_beside_a_form_is_kept_and_alone_is_returned(settings: Settings, tmp_path: Path) -> None:
    beside, alone = settings.inbox / "T01" / "2025-10", settings.inbox / "T02" / "2025-10"
    for folder in (beside, alone):
        folder.mkdir(parents=True)
        (folder / "0签字页.png").write_bytes(PICTURE)
    (path,) = pipeline.write_forms(settings, "T01", "2025-10", tmp_path / "forms")
    fill(path, OCTOBER)
    (beside / "10月.xlsx").write_bytes(path.read_bytes())
    pipeline.run_once(settings)
    found = rows(
        settings,
        "select a.reporter, s.verdict, i.rule from raw.submission as s join raw.arrival as a using (arrival_id) "
        "join quality.issue as i using (submission_id) where a.file_name like '%.png' order by 1",
    )
    assert found == [("T01", "ignored", "attachment"), ("T02", "returned", "file-is-scan")]
