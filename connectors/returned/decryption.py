"""Workbooks under an Office password, opened with those that the county has declared.

Runs in the reader process.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import msoffcrypto
from msoffcrypto.exceptions import DecryptionError, FileFormatError, ParseError

from data_contracts.errors import UnreadableFileError

_NO_PASSWORD = "VelvetSweatshop"  # noqa: S105 - Excel's own for a workbook of protected structure
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # every encrypted workbook, and an .xls
_NO_WORKBOOK = (
    FileFormatError,
    ParseError,
    OSError,
    ValueError,
    KeyError,
    AttributeError,
    IndexError,
    struct.error,
)
_REFUSAL = (
    "文件加了密码，设置文件 fangfanpin.toml 的 [passwords] 中没有能打开它的密码。"
    "请去掉密码，或改用县里约定的密码，再重新发回。"
)


@contextmanager
def opened(path: Path, passwords: tuple[str, ...]) -> Iterator[Path]:
    """The workbook at `path`; if it is encrypted, a decrypted copy beside it, removed at the end.

    Raises:
        UnreadableFileError: if none of `passwords` fits.
    """
    with path.open("rb") as file:
        encrypted = _encrypted(file) if file.read(len(_OLE)) == _OLE else None
        if encrypted is None:
            yield path
            return
        plain = path.with_name(f"{path.stem}.opened{path.suffix}")
        try:
            if not any(_decrypts(encrypted, password, plain) for password in (_NO_PASSWORD, *passwords)):
                raise UnreadableFileError(_REFUSAL, "password")
            yield plain
        finally:
            plain.unlink(missing_ok=True)


def _encrypted(file: BinaryIO) -> Any | None:
    """The library's view of an encrypted workbook; None if it is not encrypted, or no workbook at all."""
    try:
        office: Any = msoffcrypto.OfficeFile(file)  # type: ignore[no-untyped-call] # it ships no types
        return office if office.is_encrypted() else None
    except _NO_WORKBOOK:
        return None


def _decrypts(encrypted: Any, password: str, plain: Path) -> bool:
    """Whether `password` opens the workbook; it is then written to `plain`."""
    try:
        encrypted.load_key(password=password, **_verified(encrypted))
        with plain.open("wb") as file:
            encrypted.decrypt(file)
    except DecryptionError:
        return False
    return True


def _verified(encrypted: Any) -> dict[str, bool]:
    """An .xls checks a password in any case; the newer formats have to be asked to."""
    return {"verify_password": True} if encrypted.format == "ooxml" else {}
