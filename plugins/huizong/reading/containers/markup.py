"""XML read without following anything: no entities, no external parts, no network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from lxml import etree

from huizong.reading.refusals import FileRefusedError, damaged, refused


def parse(data: bytes, part: str) -> etree._Element:
    """The tree of a whole part. Raises FileRefusedError for broken XML or a document type definition."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise broken(part, error) from error
    refuse_entities(root, part)
    return root


NO_MEMORY = 2


class Readable(Protocol):
    """What XML is streamed from."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, at most `size`."""
        ...


def stream(source: Readable, part: str, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """The elements of these names as they end, in order; the caller frees them with `release`."""
    events = etree.iterparse(
        source,
        events=("end",),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_pis=True,
        remove_comments=True,
    )
    first = True
    try:
        for _, element in events:
            if first:
                refuse_entities(element, part)
                first = False
            yield element
    except etree.XMLSyntaxError as error:
        raise broken(part, error) from error


def release(element: etree._Element) -> None:
    """Frees an element and what stood before it, so that a million rows never stand in memory at once."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while parent[0] is not element:
            del parent[0]


def refuse_entities(element: etree._Element, part: str) -> None:
    """Refuses a part with a document type: no office program writes one, and entities are how bombs are built."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise refused("file-unsafe-content", detail=f"部件 {part} 含实体定义")


def broken(part: str, error: etree.XMLSyntaxError) -> FileRefusedError:
    """The refusal for a part that is no well-formed XML, or that builds a bomb of entities."""
    message = str(error).lower()
    if getattr(error, "code", 0) == NO_MEMORY:  # libxml2 says so as a fault of the text
        raise MemoryError(part) from error
    if ("entity" in message or "entities" in message) and "not defined" not in message:
        return refused("file-unsafe-content", detail=f"部件 {part} 含循环或膨胀的实体")
    return damaged(f"部件 {part} 第 {error.lineno} 行的 XML 不完整或有错")


def local(tag: str) -> str:
    """A tag without its namespace."""
    return tag.rpartition("}")[2]


def beside(root: etree._Element, name: str) -> str:
    """The tag of a name in the namespace of the root: extensions have elements of the same names, which say something else."""
    namespace = etree.QName(root).namespace
    return f"{{{namespace}}}{name}" if namespace else name


def stream_nested(source: Readable, part: str, container: str, tags: tuple[str, ...]) -> Iterator[tuple[str, etree._Element]]:
    """("start" | "end", element) for the container and "end" for the other tags, in order."""
    events = etree.iterparse(
        source,
        events=("start", "end"),
        tag=(container, *tags),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_pis=True,
        remove_comments=True,
    )
    first = True
    try:
        for event, element in events:
            if first:
                refuse_entities(element, part)
                first = False
            if event == "end" or element.tag == container:
                yield event, element
    except etree.XMLSyntaxError as error:
        raise broken(part, error) from error


def is_true(value: str | None) -> bool:
    """An xsd:boolean."""
    return value in ("1", "true", "on")
