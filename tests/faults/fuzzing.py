"""Mutations of good files through readers and recogniser: `python -m tests.faults.fuzzing --count 10000 --seed 1`.

A case holds when it ends within the readers' limits, in documents or in a refusal with a reason that the catalogue knows, and no
cell or figure has a value that the file does not contain. Cases run in forks of this process, some hundred each, under the
memory and the time that a reader has; one that ends its process is named and the next go on. Status 1 if one did not hold.
"""

from __future__ import annotations

import argparse
import html
import io
import json
import os
import re
import resource
import signal
import struct
import sys
import time
import traceback
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from functools import cache

from huizong.catalogue import Catalogue, load
from huizong.model import Document, Figure
from huizong.reading import read_bytes
from huizong.reading.messages import STEP_DEADLINES
from huizong.reading.worker import address_space
from huizong.recognising import Context, recognise
from huizong.settings import INCLUDE
from tests.faults.good_files import KINDS, TOWN, good_file
from tests.faults.mutations import Case, case

RECEIVED = datetime(2025, 6, 3, 9, 0)
READ_SECONDS, MEMORY_MB, BATCH = 10, 512, 250
_TOKENS = tuple(
    re.compile(pattern)
    for pattern in (r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", r"\.\d+", r"\d{1,3}(?:[,' ]\d{3})+(?:\.\d+)?", r"\d[\d,]*(?:\.\d*)?", r"\d[\d ]*\d")
)
_RTF = re.compile(r"\\u(-?\d+) ?[^\\{}]?|\\'([0-9a-fA-F]{2})")
_BRACES, _WORDS = re.compile(r"[{}\r\n]"), re.compile(r"\\[a-z*]+-?\d* ?")
_OTHER_DIGITS = re.compile(r"(?![0-9])\d")
_PARTING = re.compile(r"</?(?:\w+:)?(?:td|th|tr|p|div|br|c|row|si|v|tc|Cell|Row|Data|table-cell|table-row)\b[^<>]*>")
_TAG = re.compile(r"<[^<>]*>")


def faults_of(tried: Case, catalogue: Catalogue) -> list[str]:
    """What does not hold of one case, in words; nothing if all of it does."""
    try:
        documents = read_bytes(tried.data, tried.name)
        drafts = recognise(documents, Context(TOWN, None, RECEIVED), catalogue)
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return [f"raised {type(error).__name__} at {last.filename.rpartition('huizong/')[2]}:{last.lineno}"]
    faults = []
    if not documents or not drafts:
        faults.append("nothing came of it")
    found = [*(finding for draft in drafts for finding in draft.findings), *(one.refusal for one in documents if one.refusal)]
    faults += sorted({f"unknown reason {one.rule!r}" for one in found if not _is_known(one.rule, catalogue)})
    faults += [
        f"unforeseen: {one.refusal.fields['detail']}"
        for one in documents
        if one.refusal and "内容时出错" in one.refusal.fields.get("detail", "")
    ]
    return faults + made_up(tried.data, documents, [figure for draft in drafts for figure in draft.figures])


def _is_known(rule: str, catalogue: Catalogue) -> bool:
    try:
        return bool(catalogue.issue_type(rule))
    except KeyError:
        return False


def made_up(data: bytes, documents: tuple[Document, ...], figures: list[Figure]) -> list[str]:
    """Values of cells that the file does not contain, and values of figures that no cell or paragraph does."""
    numbers = [
        (cell.value, cell.computed)
        for document in documents
        for sheet in document.sheets
        for cell in sheet.cells.values()
        if isinstance(cell.value, Decimal)
    ]
    computed = {significand(value) for value, by_us in numbers if by_us}
    wanted = {significand(value): value for value, by_us in numbers if not by_us}
    lacking = wanted.keys() - {""}
    for there in (*contained(data), binary_numbers):
        if not lacking:
            break
        lacking -= there(data) if callable(there) else there
    faults = [f"cell {wanted[one]} is not in the file" for one in sorted(lacking)]
    read = {
        *computed,
        *wanted,
        *(
            significand(cell.raw_number)
            for document in documents
            for sheet in document.sheets
            for cell in sheet.cells.values()
            if cell.raw_number
        ),
        *(
            one
            for document in documents
            for sheet in document.sheets
            for cell in sheet.cells.values()
            for one in significands(unicodedata.normalize("NFKC", cell.text))
        ),
        *(
            one
            for document in documents
            for paragraph in document.paragraphs
            for one in significands(unicodedata.normalize("NFKC", paragraph.text))
        ),
    }
    faults += [
        f"figure {figure.value} of {figure.raw!r} was read nowhere"
        for figure in figures
        if figure.value and re.search(r"\d", figure.raw) and significand(figure.value) not in read
    ]
    return faults


def significand(value: Decimal | float | str) -> str:
    """The digits of a number without sign, point and zeros at its ends: the same in every unit of ten, hundred, ten thousand."""
    digits = re.sub(r"[eE].*", "", f"{value:.17g}" if isinstance(value, float) else str(value))
    return re.sub(r"\D", "", digits).strip("0")


def significands(text: str) -> set[str]:
    """Those of every number that a text can be said to contain; of long ones also as a workbook's fifteen digits round them."""
    if not text.isascii():
        text = _OTHER_DIGITS.sub(lambda found: str(unicodedata.digit(found[0])), text)
    tokens = {token for pattern in _TOKENS for token in pattern.findall(text)}
    found = {significand(token) for token in tokens}
    for token in tokens:
        if len(token) > 14 and re.fullmatch(r"[\d.]+(?:[eE][+-]?\d+)?", token):
            found.add(significand(f"{float(token):.15g}"))
    return found


def contained(data: bytes) -> Iterator[set[str]]:
    """Those of all texts in a file, in every encoding, tags and codes undone; members of a package as far as they unpack."""
    parts = (data, *_unpacked(data))
    for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"):
        for part in parts:
            text = unicodedata.normalize("NFKC", part.decode(encoding, "ignore"))
            yield significands(text)
            if "<" in text or "&" in text:
                yield significands(_TAG.sub("", html.unescape(_PARTING.sub(" ", text))))
                yield significands(html.unescape(_TAG.sub("", _PARTING.sub(" ", text))))
            if "\\" in text:
                parted = re.sub(r"\\(?:cell|row|par|line|tab)\b", "|", text)
                coded = _RTF.sub(_of_code, parted)
                yield significands(_BRACES.sub("", coded))
                yield significands(_BRACES.sub("", _WORDS.sub("", coded)))  # a word that no program knows parts nothing


def _of_code(found: re.Match[str]) -> str:
    return chr(int(found[1]) % 65536) if found[1] else chr(int(found[2], 16))


def _unpacked(data: bytes) -> list[bytes]:
    """What lies behind each local header, unpacked as far as it goes; packages in it too."""
    parts = []
    for found in re.finditer(rb"PK\x03\x04", data):
        head = data[found.start() : found.start() + 30]
        if len(head) == 30:
            names, more = struct.unpack("<HH", head[26:])
            for start in {found.start() + 30 + names + more, found.start() + 30 + names, found.start() + 30}:
                try:
                    parts.append(zlib.decompressobj(-15).decompress(data[start:], 1 << 22))
                except zlib.error:
                    continue
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for one in package.infolist():
                with suppress(Exception):  # what can't be unpacked holds no number; its neighbours may
                    parts.append(package.read(one) if one.file_size < 1 << 22 else b"")
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return parts
    return [*parts, *(inner for part in parts if part.startswith(b"PK") for inner in _unpacked(part))]


def binary_numbers(data: bytes) -> set[str]:
    """Those of every eight bytes that are a double, and every four that are a short number of a workbook (RK)."""
    found = set()
    for part in (data, *_unpacked(data)):
        for at in range(len(part) - 3):
            (short,) = struct.unpack_from("<I", part, at)
            number = (
                (short >> 2) - (1 << 30 if short >> 31 else 0) if short & 2 else struct.unpack("<d", struct.pack("<II", 0, short & ~3))[0]
            )
            found.add(significand(f"{number:.15g}"))
            found.add(significand(f"{number / 100:.15g}"))
        for at in range(len(part) - 7):
            found.add(significand(f"{struct.unpack_from('<d', part, at)[0]:.15g}"))
        found |= {significand(str(whole)) for at in range(len(part) - 1) for whole in struct.unpack_from("<H", part, at)}
    return found


@cache
def county() -> Catalogue:
    """The sample county."""
    return load(INCLUDE / "catalogue")


def _batch(seed: int, numbers: range, out: int) -> None:
    """In the child: each case's line before it begins and after it ends."""
    resource.setrlimit(resource.RLIMIT_AS, (address_space() + MEMORY_MB * 1_000_000, resource.RLIM_INFINITY))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    for number in numbers:
        signal.setitimer(signal.ITIMER_REAL, READ_SECONDS * (1 + STEP_DEADLINES))
        tried, began = case(seed, number), time.monotonic()
        os.write(out, json.dumps([number, tried.name, tried.done, None, 0]).encode() + b"\n")
        faults = faults_of(tried, county())
        os.write(out, json.dumps([number, tried.name, tried.done, faults, round(time.monotonic() - began, 2)]).encode() + b"\n")


def run(count: int, seed: int) -> int:
    """All cases; says what did not hold, and counts. Returns how many did not."""
    for name in KINDS:  # sound ones: what is loaded at first need is loaded before the forks
        for fault in faults_of(Case(-1, name, "sound", good_file(name)), county()):
            raise SystemExit(f"{name} is no good file: {fault}")
    kinds: Counter[str] = Counter()
    unforeseen: Counter[str] = Counter()
    broken, slowest, number, began = 0, (0.0, -1, ""), 0, time.monotonic()
    while number < count:
        read, write = os.pipe()
        child = os.fork()
        if not child:
            status = 1
            try:
                _batch(seed, range(number, min(number + BATCH, count)), write)
                status = 0
            except BaseException:  # the parent goes by the status
                traceback.print_exc()
            finally:
                os._exit(status)
        os.close(write)
        begun: list[object] = []
        with os.fdopen(read) as lines:
            for line in lines:
                at, name, done, faults, seconds = begun = json.loads(line)
                if faults is None:
                    continue
                number = at + 1
                kinds[f"{name} {done}"] += 1
                slowest = max(slowest, (seconds, at, name))
                for fault in faults:
                    if fault.startswith("unforeseen"):
                        unforeseen[fault] += 1
                broken += bool([fault for fault in faults if not fault.startswith("unforeseen")])
                if faults:
                    print(f"{at} {name} {done}: {'; '.join(faults)}", flush=True)
        status = os.waitpid(child, 0)[1]
        if os.WIFSIGNALED(status) or (begun and begun[3] is None):
            print(f"{begun[:3]}: ended its process, {signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else status}")
            broken += 1
            number = int(str(begun[0])) + 1
        elif status:
            raise SystemExit("a case could not even be made: see above")
    print(f"{count} mutations (seed {seed}) of {len({kind.split()[0] for kind in kinds})} kinds of files: {broken} did not hold")
    print(f"{sum(unforeseen.values())} were refused for what no reader foresaw: {dict(unforeseen)}")
    print(f"slowest {slowest[0]} s (case {slowest[1]}, {slowest[2]}); {time.monotonic() - began:.0f} s in all")
    return broken


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    sys.exit(1 if run(given.count, given.seed) else 0)
