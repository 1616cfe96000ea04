"""One document of a known kind: calls its reader and adds what there is to say about the whole file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from huizong.model import Document, Finding, Paragraph, Sheet, column_letters
from huizong.reading.containers.encoding import Text, decode, without_padding
from huizong.reading.containers.package import Package
from huizong.reading.containers.sniff import extension_fits, extension_of
from huizong.reading.documents.doc import read_doc
from huizong.reading.documents.docx import has_picture, read_docx
from huizong.reading.documents.odt import has_picture as odt_has_picture
from huizong.reading.documents.odt import read_flat_odt, read_odt
from huizong.reading.documents.rtf import read_rtf
from huizong.reading.documents.word_xml import word_package
from huizong.reading.masking import mask, masking_findings
from huizong.reading.refusals import refused
from huizong.reading.sheet_bounds import bounded
from huizong.reading.size_limits import Limits
from huizong.reading.spreadsheets.ods import read_flat_ods, read_ods
from huizong.reading.spreadsheets.spreadsheetml import read_spreadsheetml
from huizong.reading.spreadsheets.xls import read_xls
from huizong.reading.spreadsheets.xlsb import read_xlsb
from huizong.reading.spreadsheets.xlsx import read_xlsx
from huizong.reading.text.aligned import aligned_text
from huizong.reading.text.delimited import DELIMITERS, delimited_sheet, find_delimiter, open_end, without_frame
from huizong.reading.text.typed_tables import read_typed
from huizong.reading.text.web import read_html, read_mhtml

OBJECT_IN_RTF = rb"\*\objdata"
END_OF_OLD_TEXTS = "\x1a"  # as programs of DOS end them
MOST_PLACES = 20  # of one note
MOST_SHOWN = 3
MOST_LETTERS = 60


@dataclass(frozen=True, slots=True)
class KnownBytes:
    """Bytes of a known kind, decrypted where the built-in password did it.

    `by_office` is False for workbooks that no office program wrote, whose cached results may never have been computed.
    """

    kind: str
    data: bytes
    by_office: bool = True
    was_encrypted: bool = False
    in_compound: int = 0  # objects of other programs in an OLE file
    package: Package | None = None  # opened once, where the kind could not be told without

    @property
    def embedded(self) -> int:
        """How many workbooks and other objects lie in the document; of a package it is known once that is open."""
        if self.package is not None:
            return sum("/embeddings/" in name for name in self.package.names())
        return self.data.count(OBJECT_IN_RTF) if self.kind == "rtf" else self.in_compound

    def parts(self, limits: Limits) -> Package:
        """The parts of a zip-based document."""
        return self.package or Package(self.data, limits)


def read_kind(source: KnownBytes, name: str, digest: str, limits: Limits) -> Document:
    """The document. Raises FileRefusedError; other kinds of failure are the caller's to catch."""
    document = bounded(READERS[source.kind](source, Document(name, digest, source.kind), limits))
    return with_file_findings(replace(document, findings=(*document.findings, *source_findings(source))), name)


def source_findings(source: KnownBytes) -> list[Finding]:
    """What the container says: the built-in password, links to other workbooks, pictures that nobody read."""
    findings = [Finding("file-builtin-password")] if source.was_encrypted else []
    if source.package is not None:
        names = source.package.names()
        links = sum(name.startswith("xl/externallinks/") and name.endswith(".xml") for name in names)
        pictures = sum("/media/" in name for name in names)
        if links:
            findings.append(Finding("file-external-links", fields={"detail": f"{links} 个"}))
        if pictures:
            findings.append(Finding("file-pictures-skipped", fields={"observed": str(pictures)}))
    if source.embedded:
        findings.append(Finding("file-embedded-skipped", fields={"observed": str(source.embedded)}))
    return findings


def xlsx_document(source: KnownBytes, blank: Document, limits: Limits) -> Document:
    """Workbooks in xlsx and xlsm; a workbook with nothing but a picture is a scan."""
    package = source.parts(limits)
    sheets, findings, properties = read_xlsx(package)
    if not any(sheet.cells for sheet in sheets) and has_picture(package):
        raise refused("file-is-scan")
    return replace(blank, sheets=sheets, findings=findings, properties=properties)


def xls_document(source: KnownBytes, blank: Document, limits: Limits) -> Document:
    """Workbooks in xls."""
    sheets, findings = read_xls(source.data, limits, by_office=source.by_office)
    return replace(blank, sheets=sheets, findings=findings)


def ods_document(source: KnownBytes, blank: Document, limits: Limits) -> Document:
    """Workbooks in ods."""
    return replace(blank, sheets=read_ods(source.parts(limits)))


def flat_ods_document(source: KnownBytes, blank: Document, limits: Limits) -> Document:
    """Workbooks in ods that are one XML file."""
    return replace(blank, sheets=read_flat_ods(source.data, limits))


def docx_document(source: KnownBytes, blank: Document, limits: Limits) -> Document:
    """Word documents; one with nothing but pictures is a scan."""
    package = source.parts(limits)
    paragraphs, tables, properties = read_docx(package)
    if holds_nothing(paragraphs, tables):
        refuse_embedded(source)
        if has_picture(package):
            raise refused("file-is-scan")
    return replace(with_text(blank, paragraphs, tables, limits), properties=properties)


def word_xml_document(source: KnownBytes, blank: Document, limits: Limits) -> Document:
    """Word documents that are one XML file."""
    return docx_document(replace(source, package=word_package(source.data, limits)), blank, limits)


def with_text(blank: Document, paragraphs: Sequence[Paragraph], tables: Sequence[Sheet], limits: Limits) -> Document:
    """A document of paragraphs and tables, those tables among them that are typed as paragraphs."""
    texts, sheets = read_typed(paragraphs, tables, limits)
    return replace(blank, sheets=sheets, paragraphs=texts)


def holds_nothing(paragraphs: Sequence[Paragraph], tables: Sequence[Sheet]) -> bool:
    """Whether a document has neither text nor tables."""
    return not any(paragraph.text.strip() for paragraph in paragraphs) and not any(sheet.cells for sheet in tables)


def refuse_embedded(source: KnownBytes) -> None:
    """Refuses a document that holds nothing but embedded objects: a workbook under a picture of it."""
    if source.embedded:
        raise refused("file-embedded-only", observed=str(source.embedded))


def doc_document(source: KnownBytes, blank: Document, limits: Limits) -> Document:
    """Word documents of the binary kind; one without any text holds pictures only."""
    paragraphs, tables = read_doc(source.data)
    if holds_nothing(paragraphs, tables):
        refuse_embedded(source)
        raise refused("file-is-scan")
    return with_text(blank, paragraphs, tables, limits)


def xlsb_document(source: KnownBytes, blank: Document, limits: Limits) -> Document:
    """Workbooks in xlsb."""
    sheets, findings, properties = read_xlsb(source.parts(limits))
    return replace(blank, sheets=sheets, findings=findings, properties=properties)


def rtf_document(source: KnownBytes, blank: Document, limits: Limits) -> Document:
    """Documents in RTF."""
    paragraphs, tables = read_rtf(source.data, limits)
    if holds_nothing(paragraphs, tables):
        refuse_embedded(source)
    return with_text(blank, paragraphs, tables, limits)


def pdf_document(source: KnownBytes, blank: Document, limits: Limits) -> Document:
    """Documents in PDF. Its library takes half a second to load, so it is loaded by the first PDF."""
    from huizong.reading.pdf.pdf import read_pdf

    paragraphs, tables, findings = read_pdf(source.data, limits)
    return replace(blank, sheets=tables, paragraphs=paragraphs, findings=findings)


def image_document(source: KnownBytes, blank: Document, limits: Limits) -> Document:
    """Pictures are scans: refused, always."""
    raise refused("file-is-scan")


def odt_document(source: KnownBytes, blank: Document, limits: Limits) -> Document:
    """OpenDocument texts; one with nothing but pictures is a scan."""
    package = source.parts(limits)
    paragraphs, tables = read_odt(package)
    if holds_nothing(paragraphs, tables) and odt_has_picture(package.names()):
        raise refused("file-is-scan")
    return with_text(blank, paragraphs, tables, limits)


def flat_odt_document(source: KnownBytes, blank: Document, limits: Limits) -> Document:
    """OpenDocument texts that are one XML file."""
    paragraphs, tables = read_flat_odt(source.data, limits)
    return with_text(blank, paragraphs, tables, limits)


def web_document(source: KnownBytes, blank: Document, limits: Limits) -> Document:
    """Web pages."""
    text, paragraphs, sheets = (read_mhtml if source.kind == "mhtml" else read_html)(source.data, limits)
    return replace(blank, encoding=text.encoding, sheets=sheets, paragraphs=paragraphs, findings=assumed(text))


def spreadsheetml_document(source: KnownBytes, blank: Document, limits: Limits) -> Document:
    """Workbooks in SpreadsheetML 2003."""
    text, sheets, findings = read_spreadsheetml(source.data, limits)
    return replace(blank, encoding=text.encoding, sheets=sheets, findings=(*assumed(text), *findings))


def text_document(source: KnownBytes, blank: Document, limits: Limits) -> Document:
    """Delimited text as one sheet, other text as paragraphs."""
    text = decode(without_padding(source.data))
    if not text.text.strip('\ufeff\r\n\t \x1a\u3000\xa0",' + "".join(DELIMITERS)):
        raise refused("file-empty", detail="文件中没有文字")
    text = replace(text, text=without_frame(text.text.removesuffix(END_OF_OLD_TEXTS)))
    name = blank.name.rpartition("/")[2]
    delimiter = find_delimiter(text.text, named_as_table=extension_of(name) in ("csv", "tsv", "tab"))
    found = replace(blank, kind="csv" if delimiter else "txt", encoding=text.encoding, findings=assumed(text))
    if delimiter:
        sheet = delimited_sheet(text.text, delimiter, name.rpartition(".")[0] or name, limits)
        return replace(found, sheets=(sheet,), findings=(*found.findings, *open_end(text.text, sheet)))
    paragraphs, sheets, unread = aligned_text(text.text, name.rpartition(".")[0] or name, limits)
    return replace(found, sheets=sheets, paragraphs=paragraphs, findings=(*found.findings, *unread))


def assumed(text: Text) -> tuple[Finding, ...]:
    """The note that an encoding was taken because nothing named one."""
    return (Finding("encoding-assumed", fields={"observed": text.encoding.upper()}),) if text.assumed else ()


READERS: dict[str, Callable[[KnownBytes, Document, Limits], Document]] = {
    "xlsx": xlsx_document,
    "xlsm": xlsx_document,
    "xls": xls_document,
    "ods": ods_document,
    "fods": flat_ods_document,
    "docx": docx_document,
    "wordxml": word_xml_document,
    "xlsb": xlsb_document,
    "doc": doc_document,
    "rtf": rtf_document,
    "pdf": pdf_document,
    "image": image_document,
    "odt": odt_document,
    "fodt": flat_odt_document,
    "html": web_document,
    "mhtml": web_document,
    "xml": spreadsheetml_document,
    "text": text_document,
}


def with_file_findings(document: Document, name: str) -> Document:
    """The document with what is true of any kind: hidden parts, macros, and an extension that says something else."""
    findings = list(document.findings)
    hidden = [sheet.name for sheet in document.sheets if sheet.hidden]
    if hidden:
        findings.append(Finding("hidden-sheets", fields={"observed": str(len(hidden)), "detail": "、".join(hidden)}))
    for sheet in document.sheets:
        if sheet.unseen_zeros and not sheet.hidden:
            first = sheet.place(*min(sheet.unseen_zeros))
            findings.append(Finding("zeros-unseen", place=first, fields={"observed": str(len(sheet.unseen_zeros)), "place": first}))
        if sheet.hidden_rows and not sheet.hidden:
            place = "、".join(f"{sheet.name}!{first}:{last}" for first, last in runs(sorted(sheet.hidden_rows)))
            findings.append(Finding("hidden-rows", place=place, fields={"place": place}))
        if sheet.hidden_columns and not sheet.hidden:
            ranges = [(column_letters(first), column_letters(last)) for first, last in runs(sorted(sheet.hidden_columns))]
            place = "、".join(f"{sheet.name}!{first}:{last}" for first, last in ranges)
            findings.append(Finding("hidden-columns", place=place, fields={"place": place}))
    findings.extend(left_out(document))
    findings.extend(masking_findings(document.sheets))
    if document.kind == "xlsm":
        findings.append(Finding("file-has-macros"))
    if not extension_fits(name, document.kind):
        if document.kind in ("html", "mhtml"):
            findings.append(Finding("file-is-web-page", fields={"expected": extension_of(name), "observed": document.kind}))
        else:
            findings.append(Finding("file-kind-mismatch", fields={"expected": extension_of(name), "observed": document.kind}))
    return replace(document, findings=tuple(findings))


def left_out(document: Document) -> list[Finding]:
    """One note on the texts that are crossed out, deleted, hidden or unseen, with the places and the first of them."""
    places = [(sheet.place(*position), cell.look) for sheet in document.sheets for position, cell in sheet.cells.items()]
    places += [(f"{paragraph.number}:0", paragraph.look) for paragraph in document.paragraphs]
    looks = [(place, look) for place, look in places if look is not None and look.kind != "red"]
    if not looks:
        return []
    place = ", ".join(place for place, _ in looks[:MOST_PLACES])
    shown = "；".join(mask(look.marked)[:MOST_LETTERS] for _, look in looks[:MOST_SHOWN])
    return [Finding("text-left-out", place, {"observed": str(len(looks)), "detail": shown, "place": place})]


def runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Sorted numbers as runs of neighbours: [2, 3, 7] is [(2, 3), (7, 7)]."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
