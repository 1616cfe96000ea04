"""The streams of Word 97 documents."""

import struct


def word_streams(text, paragraphs):
    """The two streams of a Word 97 document: `paragraphs` are (end, modifiers) over the characters of `text`."""
    start = 2048
    main = bytearray(start) + text.encode("utf-16-le")
    main += b"\0" * (-len(main) % 512)
    page_number = len(main) // 512
    page = bytearray(512)
    ends = [0, *[end for end, _ in paragraphs]]
    struct.pack_into(f"<{len(ends)}I", page, 0, *[start + 2 * end for end in ends])
    at = 508
    for index, (_, modifiers) in enumerate(paragraphs):
        body = b"\0\0" + modifiers
        body += b"\0" * (len(body) % 2 == 0)  # one count byte and an odd number of bytes fill whole words
        at = (at - len(body) - 1) // 2 * 2
        page[at] = (len(body) + 1) // 2
        page[at + 1 : at + 1 + len(body)] = body
        page[4 * len(ends) + 13 * index] = at // 2
    page[511] = len(paragraphs)
    main += page
    clx = b"\2" + struct.pack("<I", 16) + struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, start, 0)
    bins = struct.pack("<III", start, start + 2 * len(text), page_number)
    struct.pack_into("<II", main, 0x1A2, 0, len(clx))
    struct.pack_into("<II", main, 0x102, len(clx), len(bins))
    struct.pack_into("<i", main, 0x4C, len(text))
    return bytes(main), clx + bins
