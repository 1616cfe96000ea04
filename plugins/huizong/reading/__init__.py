"""Reads every file as people really send them: bytes in, documents of cells and paragraphs out, or the one right reason."""

from huizong.reading.read import read_bytes, read_file

__all__ = ["read_bytes", "read_file"]
