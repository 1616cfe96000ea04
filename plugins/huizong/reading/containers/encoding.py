"""Bytes as text: byte order mark, then strict UTF-8, then GB18030. Never a guess: short files are misjudged by guessing."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from huizong.reading.refusals import incomplete, refused, unsupported

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1d]")  # that no text has; U+000B, U+001E and U+001F come from Word
GB18030 = "gb18030"
# What Chinese and English texts are written with: ASCII, punctuation, symbols, Chinese letters, full-width forms.
USUAL = re.compile("[\t\n\r -~\xa0-\xff\u2000-\u27ff\u3000-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
MOSTLY = 0.8
MOST_WRONG = 0.02
REPLACED = "\ufffd"
CUT_OFF = ("unexpected end of data", "incomplete multibyte sequence", "truncated data")


@dataclass(frozen=True, slots=True)
class Text:
    """Decoded text. `assumed` means that nothing in the file named the encoding and it is not UTF-8."""

    text: str
    encoding: str
    assumed: bool


def decode(data: bytes, declared: str | None = None) -> Text:
    """The text of a file. Raises FileRefusedError if it is no text in any of the encodings.

    `declared` is what the file itself says (XML declaration, meta element); gb2312 and gbk are read as GB18030, which
    contains them.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return Text(strictly(data, encoding), encoding, assumed=False)
    if declared:
        declared = GB18030 if declared.lower().replace("_", "-") in ("gb2312", "gbk", "gb-2312", "x-gbk") else declared
        text = try_decode(data, declared)
        if text is not None:
            return Text(text, codecs.lookup(declared).name, assumed=False)
    for encoding in ("utf-8", *unmarked_utf16(data), GB18030):
        text = try_decode(data, encoding)
        if text is None and breaks_off(data, encoding):
            raise incomplete("文本在一个字符的中间断掉")
        if text is not None and not CONTROL.search(text):
            return Text(text, encoding, encoding != "utf-8")
    if declared:
        raise refused("encoding-broken", detail=f"文件标明为 {declared}")
    if (where := first_wrong_byte(data)) is not None:
        raise refused("encoding-broken", detail=where)
    raise unsupported("无法识别的内容，既不是已知的文件格式，也不是 UTF-8 或 GB18030 文本")


def without_padding(data: bytes) -> bytes:
    """A text without the zero bytes up to the end of a block that programs and disks leave behind it.

    In UTF-16 each plain letter has one, so that only those behind lines without any other are taken off.
    """
    body = data.rstrip(b"\0")
    is_utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or (len(data) - len(body) == 1 and body.endswith(b"\n"))
    return data if is_utf16 or b"\0" in body or not (b"\n" in body or b"\r" in body) else body


def first_wrong_byte(data: bytes) -> str | None:
    """Where a text of few wrong bytes has its first one; None for what is no text in any of the encodings."""
    for encoding in ("utf-8", GB18030):
        text = data.decode(encoding, "replace")
        wrong = text.count(REPLACED)
        if 0 < wrong <= MOST_WRONG * len(text) + 1 and len(USUAL.findall(text)) >= MOSTLY * len(text) and not CONTROL.search(text):
            right = text.partition(REPLACED)[0]
            line, before = right.count("\n") + 1, len(right.encode(encoding))
            return f"按 {encoding.upper()} 读到第 {line} 行（第 {before + 1} 个字节）时出错"
    return None


def breaks_off(data: bytes, encoding: str) -> bool:
    """Whether all is of this encoding, and not plain ASCII, but for a last character that is cut off."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return error.reason in CUT_OFF and not data[: error.start].isascii()
    return False


def unmarked_utf16(data: bytes) -> list[str]:
    """UTF-16 without a mark, recognised by its zero bytes, which no other text has, and by what its letters are."""
    if len(data) % 2 or b"\0" not in data:
        return []
    encoding = "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"
    sample = data[:8192].decode(encoding, "ignore")
    return [encoding] if len(USUAL.findall(sample)) >= MOSTLY * len(sample) else []


def try_decode(data: bytes, encoding: str) -> str | None:
    """The text, or None if the bytes are not of this encoding or nobody knows it."""
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def strictly(data: bytes, encoding: str) -> str:
    """The text of marked bytes. Raises FileRefusedError with the offset of the first wrong byte."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise refused("encoding-broken", detail=f"按标明的 {encoding} 读到第 {error.start + 1} 个字节时出错") from error
