"""Texts that are no report but the inside of another format: read as prose they would be accepted with nothing in them."""

from __future__ import annotations

import json
import re

from huizong.reading.refusals import unsupported

HEAD = 4096
MAIL_FIELDS = rb"received|return-path|delivered-to|from|to|cc|date|subject|message-id|mime-version|reply-to|sender|content-[\w-]+|x-[\w-]+"
MAIL_FIELDS += rb"|dkim-signature|arc-[\w-]+|authentication-results|bcc|references|in-reply-to|thread-[\w-]+|list-[\w-]+"
MAIL = re.compile(rb"(?:(?:" + MAIL_FIELDS + rb"):[^\n]*\n(?:[ \t][^\n]*\n)*){3}", re.IGNORECASE)
STARTS = {
    re.compile(rb"ID;P\w*[;\r\n]"): "SYLK 表格文件",
    re.compile(rb"TABLE\r?\n0,1\r?\n\""): "DIF 表格文件",
}
JSON = re.compile(rb"\[\s*[\[{]|\{\s*\"")


def refuse_foreign_text(data: bytes) -> None:
    """Refuses mails, tables of two old exchange formats, and JSON, by name. Raises FileRefusedError."""
    head = data[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if MAIL.match(head):
        raise unsupported("邮件，请把其中的附件另存后报送")
    for start, name in STARTS.items():
        if start.match(head):
            raise unsupported(name)
    if JSON.match(head) and is_json(data):
        raise unsupported("JSON 数据文件")


def is_json(data: bytes) -> bool:
    """Whether all of it is one JSON value, or its first line is one."""
    try:
        text = data.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        return False
    return any(is_json_value(part) for part in dict.fromkeys((text, text.partition("\n")[0])))


def is_json_value(text: str) -> bool:
    """Whether a text is one JSON value."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
