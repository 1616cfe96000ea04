"""The content that a Word document takes in from a part of another format (altChunk, ECMA-376 part 1, 17.17.2).

Web systems make their documents so: the body holds nothing but a reference to a saved page, which Word shows as its own text.
"""

from __future__ import annotations

from collections.abc import Callable

from huizong.model import Paragraph, Sheet
from huizong.reading.containers.encoding import decode
from huizong.reading.containers.package import Package
from huizong.reading.containers.sniff import sniff
from huizong.reading.documents.rtf import read_rtf
from huizong.reading.refusals import unsupported
from huizong.reading.size_limits import Limits
from huizong.reading.text.delimited import lines_as_paragraphs
from huizong.reading.text.web import read_html, read_mhtml

Content = tuple[tuple[Paragraph, ...], tuple[Sheet, ...]]


def read_chunk(data: bytes, limits: Limits, read_package: Callable[[Package], Content]) -> Content:
    """Paragraphs and tables of such a part; `read_package` reads another Word document. Raises FileRefusedError."""
    match sniff(data):
        case "mhtml":
            return read_mhtml(data, limits)[1:]
        case "html":
            return read_html(data, limits)[1:]
        case "rtf":
            return read_rtf(data, limits)
        case "text":
            return lines_as_paragraphs(decode(data).text), ()
        case "zip":
            return read_package(Package(data, limits))
    raise unsupported("嵌有别种内容（altChunk）的 Word 文档")
