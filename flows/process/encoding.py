"""File names and output in any locale: the command runs in Python's UTF-8 mode."""

import codecs
import locale
import os
import sys
from typing import TextIO

_CHINESE = frozenset({"gb18030", "gbk", "gb2312", "cp936"})  # terminals of older Chinese systems


def use_utf8() -> None:
    """Start the command again in UTF-8 mode if the locale reads file names otherwise; set its output.

    Chinese names cannot be written in an ASCII locale, and in another one would be stored in its bytes.
    """
    if not sys.flags.utf8_mode and (sys.getfilesystemencoding(), _preferred()) != ("utf-8", "utf-8"):
        arguments = [sys.executable, "-X", "utf8", *sys.orig_argv[1:]]
        os.execve(sys.executable, arguments, os.environ | {"PYTHONUTF8": "1"})  # noqa: S606 - this command
    for stream in (sys.stdout, sys.stderr):
        _show_chinese(stream)


def _preferred() -> str:
    return codecs.lookup(locale.getpreferredencoding(do_setlocale=False)).name


def _show_chinese(stream: TextIO) -> None:
    """Write Chinese in the terminal's own encoding where it has one, else in UTF-8; nothing is refused."""
    own = locale.getencoding().lower() in _CHINESE
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="gb18030" if own else "utf-8", errors="surrogateescape")
