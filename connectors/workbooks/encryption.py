"""Workbooks under an Office password, as Excel, WPS and LibreOffice open them (ECMA-376 agile encryption)."""

from io import BytesIO
from pathlib import Path
from typing import Any

import msoffcrypto


def write_encrypted(plain: BytesIO, password: str, path: Path) -> None:
    """Write a workbook to `path` under `password`; nothing unencrypted reaches the disk."""
    office: Any = msoffcrypto.OfficeFile(plain)  # type: ignore[no-untyped-call] # it ships no types
    with path.open("wb") as file:
        office.encrypt(password, file)
