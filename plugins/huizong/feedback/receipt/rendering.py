"""Texts laid out: a receipt as a page and as plain text from the same texts, and the guide."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from huizong.feedback.receipt.content import Receipt
from huizong.feedback.receipt.rule_notice import Notice
from huizong.invisible import straight


def as_html(receipt: Receipt) -> bytes:
    """A page that stands by itself: no script, no link to elsewhere; every text escaped."""
    return _environment().get_template("receipt.html.j2").render(receipt=receipt).encode("utf-8", "replace")


def as_text(receipt: Receipt) -> bytes:
    """Plain UTF-8 with a byte order mark and Windows line ends, so that every editor of an office shows it right."""
    return _plain(_environment().get_template("receipt.txt.j2").render(receipt=receipt))


def notice_as_html(notice: Notice) -> bytes:
    """The page about changed rules, which stands by itself like a receipt."""
    return _environment().get_template("notice.html.j2").render(notice=notice).encode("utf-8", "replace")


def notice_as_text(notice: Notice) -> bytes:
    """The same as plain text."""
    return _plain(_environment().get_template("notice.txt.j2").render(notice=notice))


def bare_as_html(receipt: object) -> bytes:
    """The page of last resort."""
    return _environment().get_template("bare.html.j2").render(receipt=receipt).encode("utf-8", "replace")


def bare_as_text(receipt: object) -> bytes:
    """The same as plain text."""
    return _plain(_environment().get_template("bare.txt.j2").render(receipt=receipt))


def _plain(text: str) -> bytes:
    return ("\ufeff" + text.replace("\r\n", "\n").replace("\n", "\r\n")).encode("utf-8", "replace")


def render_guide(**tables: object) -> str:
    """The guide for clerks in Markdown."""
    return _environment().get_template("guide.md.j2").render(**tables)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default_for_string=True),
        undefined=StrictUndefined,
        finalize=straight,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
