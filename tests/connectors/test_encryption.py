"""A workbook under a password opens in LibreOffice with that password."""

import shutil
import subprocess
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import polars as pl
import pytest
from openpyxl import load_workbook

from connectors.workbooks.layout import Column, Layout, Sheet
from connectors.workbooks.table_rows import shown
from connectors.workbooks.workbook import Book, write_book

SHEET = Sheet("表", "", (Column("name", "姓名", 12),))

# A macro, because the command line of LibreOffice takes no password.
MACRO = """\
Sub Convert
Dim opening(1) As New com.sun.star.beans.PropertyValue
opening(0).Name = "Hidden" : opening(0).Value = True
opening(1).Name = "Password" : opening(1).Value = "{password}"
doc = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, opening())
Dim saving(0) As New com.sun.star.beans.PropertyValue
saving(0).Name = "FilterName" : saving(0).Value = "Calc MS Excel 2007 XML"
doc.storeToURL("{target}", saving())
doc.close(True)
End Sub
"""
OFFICE, SCRIPT = "http://openoffice.org/2000/library", "http://openoffice.org/2000/script"
LIBRARIES = (
    f'<library:libraries xmlns:library="{OFFICE}" xmlns:xlink="http://www.w3.org/1999/xlink">'
    '<library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" '
    'xlink:type="simple" library:link="false"/></library:libraries>'
)
LIBRARY = (
    f'<library:library xmlns:library="{OFFICE}" library:name="Standard" library:readonly="false" '
    'library:passwordprotected="false"><library:element library:name="Macros"/></library:library>'
)
MODULE = (
    f'<script:module xmlns:script="{SCRIPT}" script:name="Macros" script:language="StarBasic">{{}}'
    "</script:module>"
)


def soffice(profile: Path, *options: str) -> None:
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", *options]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def saved_anew(source: Path, target: Path, password: str) -> None:
    """Open a workbook with a password and save it without."""
    profile = source.parent / "profile"
    soffice(profile, "--terminate_after_init")  # which makes the profile
    basic = profile / "user" / "basic"
    values = {"source": source.as_uri(), "target": target.as_uri(), "password": password}
    for name, text in {
        "script.xlc": LIBRARIES,
        "Standard/script.xlb": LIBRARY,
        "Standard/Macros.xba": MODULE.format(escape(MACRO.format(**values))),
    }.items():
        (basic / name).write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}', encoding="utf-8")
    soffice(profile, "macro:///Standard.Macros.Convert")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice to open the workbook")
def test_libreoffice_opens_it_with_its_password(tmp_path: Path) -> None:
    source, target = tmp_path / "locked.xlsx", tmp_path / "open.xlsx"
    tables = {SHEET.name: shown(SHEET, pl.DataFrame({"name": ["王小明"]}))}
    layout = Layout("题", "", "", (SHEET,), {})
    write_book(Book(source, layout, tables, {}, date(2021, 6, 1), password="spring-1"))
    assert source.read_bytes()[:4] == b"\xd0\xcf\x11\xe0"  # no zip archive, but a file under a password
    saved_anew(source, target, "spring-1")
    assert [row[0] for row in load_workbook(target)["表"].iter_rows(values_only=True)] == [
        "姓名",
        "王小明",
    ]
