"""A photo that lies beside a form is kept as an attachment, whichever came first; alone it is returned."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from huizong.flow import dry_run, pipeline
from huizong.reading.pool import ReaderPool
from huizong.steps import answering
from tests.database.flow.test_explanation_loop import rows
from tests.database.flow.test_forms_loop import OCTOBER, fill

if TYPE_CHECKING:
    from pathlib import Path

    from huizong.catalogue import Catalogue
    from huizong.settings import Settings

# A picture of one white dot.
PICTURE = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg==")


def test_a_photo_beside_a_form_is_kept_and_alone_is_returned(settings: Settings, tmp_path: Path) -> None:
    beside, alone = settings.inbox / "T01" / "2025-10", settings.inbox / "T02" / "2025-10"
    for number, folder in enumerate((beside, alone)):
        folder.mkdir(parents=True)
        (folder / "0签字页.png").write_bytes(PICTURE + b" " * number)
    (path,) = answering.write_forms(settings, "T01", "2025-10", tmp_path / "forms")
    fill(path, OCTOBER)
    (beside / "10月.xlsx").write_bytes(path.read_bytes())
    pipeline.run_once(settings)
    found = rows(
        settings,
        "select a.reporter, s.verdict, i.rule from raw.submission as s join raw.arrival as a using (arrival_id) "
        "join quality.issue as i using (submission_id) where a.file_name like '%.png' order by 1",
    )
    assert found == [("T01", "ignored", "attachment"), ("T02", "returned", "file-is-scan")]


def scanned_pdf() -> bytes:
    """A PDF of one page without any text: a filled square where a scan has its picture."""
    drawing = b"0.9 g 50 50 400 600 re f"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
    ]
    content, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(content)
    return content + b"xref\n0 5\n0000000000 65535 f \n" + table + b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


SCANS = (
    "select a.file_name, a.reporter, s.verdict, i.rule from raw.submission as s join raw.arrival as a using (arrival_id) "
    "join quality.issue as i using (submission_id) where i.rule in ('attachment', 'file-is-scan') order by 1, 2"
)


def test_a_scanned_pdf_that_comes_before_its_form_is_kept(settings: Settings, tmp_path: Path) -> None:
    beside, alone = settings.inbox / "T01" / "2025-10", settings.inbox / "T02" / "2025-10"
    for number, folder in enumerate((beside, alone)):
        folder.mkdir(parents=True)
        (folder / "0盖章件.pdf").write_bytes(scanned_pdf() + b"\n" * number)
    (path,) = answering.write_forms(settings, "T01", "2025-10", tmp_path / "forms")
    fill(path, OCTOBER)
    (beside / "10月.xlsx").write_bytes(path.read_bytes())
    pipeline.run_once(settings)
    assert rows(settings, SCANS) == [("0盖章件.pdf", "T01", "ignored", "attachment"), ("0盖章件.pdf", "T02", "returned", "file-is-scan")]


def test_a_scan_of_no_named_reporter_belongs_to_the_only_form_beside_it(settings: Settings, catalogue: Catalogue, tmp_path: Path) -> None:
    (path,) = answering.write_forms(settings, "T01", "2025-10", tmp_path / "forms")
    fill(path, OCTOBER)
    other = catalogue.organisation("T02").name
    scan, named = tmp_path / "0盖章件.pdf", tmp_path / f"0{other}盖章件.pdf"
    for scanned in (scan, named):
        scanned.write_bytes(scanned_pdf() + scanned.name.encode())
    with ReaderPool(1, 60, 2000) as pool:
        reports = dry_run.check_in(settings, catalogue, pool, [scan, named, path], None, None)
    found = [(report.file, report.verdict, report.organisation) for report in reports]
    assert found[:2] == [("0盖章件.pdf", "ignored", "T01"), (f"0{other}盖章件.pdf", "returned", None)]
    assert found[2][1:] == ("accepted", "T01")
