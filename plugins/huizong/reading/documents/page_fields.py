"""Fields whose result is the number of a page: no figure of a report, in whatever format they stand."""

from __future__ import annotations

import re

INSTRUCTION = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF)\b", re.IGNORECASE)
AROUND = re.compile(r"(?:[\s\-–—－~·•.|/,，、:：()（）]|第|页|共|of|page)*", re.IGNORECASE)


def numbers_pages(instruction: str) -> bool:
    """Whether the code of a field asks for a page number: PAGE, NUMPAGES, PAGEREF _Toc1."""
    return INSTRUCTION.match(instruction) is not None


def only_numbers_pages(text: str) -> bool:
    """Whether what stands around page numbers says nothing else: `第 页 共 页`, `- -`."""
    return AROUND.fullmatch(text) is not None
