"""Broken and hostile files, as disks, networks and people produce them; equal seeds give equal files."""

import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.connectors.extracts import FORMATS, HEADER, ROWS, Rows, csv_text, write_xlsx

Corruption = Callable[[random.Random, Path], Path]

_SHEET = "xl/worksheets/sheet1.xml"
_CORNERS = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def corrupt(seed: int, folder: Path) -> list[Path]:
    """Write one file of every corruption into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        corruption(random.Random(f"{seed} {place}"), folder / f"{seed}-{place:02}")
        for place, corruption in enumerate(CORRUPTIONS)
    ]


def _rows(rng: random.Random) -> Rows:
    return [HEADER, *(ROWS * rng.randint(1, 200))]


def _whole(rng: random.Random, stem: Path, forms: tuple[str, ...] = tuple(FORMATS)) -> Path:
    suffix, write = FORMATS[rng.choice(forms)]
    return write(stem.with_suffix(suffix), _rows(rng))


def _truncated(*forms: str) -> Corruption:
    def corruption(rng: random.Random, stem: Path) -> Path:
        path = _whole(rng, stem, forms)
        content = path.read_bytes()
        path.write_bytes(content[: rng.randrange(len(content))])
        return path

    return corruption


def _flipped(*forms: str) -> Corruption:
    def corruption(rng: random.Random, stem: Path) -> Path:
        path = _whole(rng, stem, forms)
        content = bytearray(path.read_bytes())
        for _ in range(rng.choice([1, 3, 30])):
            content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
        path.write_bytes(content)
        return path

    return corruption


def _swapped_extension(rng: random.Random, stem: Path) -> Path:
    path = _whole(rng, stem)
    others = {".csv", ".tsv", ".xlsx", ".xls", ".parquet"} - {path.suffix}
    return path.rename(path.with_suffix(rng.choice(sorted(others))))


def _wrong_columns(rng: random.Random, stem: Path) -> Path:
    suffix, write = FORMATS[rng.choice(sorted(FORMATS))]
    kept = sorted(rng.sample(range(len(HEADER)), rng.randrange(1, len(HEADER))))
    return write(stem.with_suffix(suffix), [[row[place] for place in kept] for row in _rows(rng)])


def _text(make: Callable[[random.Random, str], bytes]) -> Corruption:
    def corruption(rng: random.Random, stem: Path) -> Path:
        path = stem.with_suffix(rng.choice([".csv", ".tsv"]))
        path.write_bytes(make(rng, csv_text(_rows(rng))))
        return path

    return corruption


def _wrong_encoding(rng: random.Random, text: str) -> bytes:
    return text.encode(rng.choice(["big5", "shift_jis", "utf-32", "utf-7", "cp1252"]), errors="replace")


def _mixed_encodings(rng: random.Random, text: str) -> bytes:
    encodings = rng.sample(["utf-8", "gb18030", "utf-16", "utf-16-be"], 2)
    return b"".join(text.encode(encoding) for encoding in encodings)


def _nuls(rng: random.Random, text: str) -> bytes:
    content = bytearray(text.encode())
    for _ in range(rng.choice([1, 1000])):
        content[rng.randrange(len(content))] = 0
    return bytes(content)


def _stray_quotes(rng: random.Random, text: str) -> bytes:
    for _ in range(rng.randint(1, 3)):
        place = rng.randrange(len(text))
        text = f'{text[:place]}"{text[place:]}'
    return text.encode()


def _long_line(rng: random.Random, text: str) -> bytes:
    return text.encode() + rng.choice([b"x", b",", b'"']) * (10 << 20)


def _noise(rng: random.Random, stem: Path) -> Path:
    path = stem.with_suffix(rng.choice([".csv", ".tsv", ".xlsx", ".xls", ".parquet"]))
    signature = rng.choice([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1"])
    path.write_bytes(signature + rng.randbytes(rng.randrange(20_000)))
    return path


def _part(name: str, content: Callable[[random.Random], bytes]) -> Corruption:
    """A workbook with one part replaced, or added."""

    def corruption(rng: random.Random, stem: Path) -> Path:
        whole = write_xlsx(stem.with_suffix(".whole"), _rows(rng))
        path = stem.with_suffix(".xlsx")
        with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for part in old.namelist():
                if part != name:
                    new.writestr(part, old.read(part))
            new.writestr(name, content(rng))
        whole.unlink()
        return path

    return corruption


def _sheet(data: str, doctype: str = "") -> Callable[[random.Random], bytes]:
    xmlns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = (
        f'<?xml version="1.0"?>{doctype}<worksheet xmlns="{xmlns}"><sheetData>{data}</sheetData></worksheet>'
    )
    return lambda _: xml.encode()


_sparse = _part(_SHEET, _sheet(_CORNERS))


def sparse_sheet(seed: int, stem: Path) -> Path:
    """A small workbook with two cells in opposite corners, whose full grid takes 400 GB."""
    return _sparse(random.Random(seed), stem)


def _false_sizes(rng: random.Random, stem: Path) -> Path:
    """A zip bomb whose directory declares small parts."""
    path = _part(_SHEET, lambda _: _sheet("")(rng) + bytes(300 << 20))(rng, stem)
    content = bytearray(path.read_bytes())
    entry = content.find(b"PK\x01\x02")
    while entry >= 0:
        content[entry + 24 : entry + 28] = struct.pack("<I", 1000)
        entry = content.find(b"PK\x01\x02", entry + 1)
    path.write_bytes(content)
    return path


def _broken_footer(rng: random.Random, stem: Path) -> Path:
    path = _whole(rng, stem, ("parquet",))
    content = bytearray(path.read_bytes())
    length = struct.unpack("<I", content[-8:-4])[0]
    if rng.random() < 0.5:
        content[-8:-4] = struct.pack("<I", rng.randrange(1 << 32))
    for _ in range(rng.choice([1, 10])):
        content[-8 - rng.randrange(1, length)] = rng.randrange(256)
    path.write_bytes(content)
    return path


CORRUPTIONS: list[Corruption] = [
    _truncated(*(form for form, (suffix, _) in FORMATS.items() if suffix in {".csv", ".tsv"})),
    _truncated("xlsx"),
    _truncated("xls"),
    _truncated("parquet"),
    _flipped(*(form for form, (suffix, _) in FORMATS.items() if suffix in {".csv", ".tsv"})),
    _flipped("xlsx"),
    _flipped("xls"),
    _flipped("parquet"),
    _broken_footer,
    _swapped_extension,
    _wrong_columns,
    _text(_wrong_encoding),
    _text(_mixed_encodings),
    _text(_nuls),
    _text(_stray_quotes),
    _text(_long_line),
    _noise,
    _sparse,
    _part(_SHEET, _sheet("&l9;", f'<!DOCTYPE a [<!ENTITY l0 "l">{_LAUGHS}]>')),
    _part("xl/media/image1.png", lambda rng: bytes(rng.choice([1, 200]) << 20)),
    _part("xl/sharedStrings.xml", lambda rng: rng.randbytes(1000)),
    _false_sizes,
]
