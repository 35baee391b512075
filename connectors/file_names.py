"""Makes names from outside safe as names of files and folders on every system."""

import re
from hashlib import sha256
from unicodedata import category, normalize

# Characters that Windows, macOS or Linux refuses or treats specially.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)", re.IGNORECASE)
_DIGEST = re.compile(r"_[0-9a-f]{12}$")

# A file name may have 255 bytes; the rest is for our own prefixes and suffixes.
_LONGEST_BYTES = 150


def safe_name(text: str) -> str:
    """`text` as one visible path component without special meaning on any system; never empty."""
    visible = "".join("_" if category(letter)[0] == "C" else letter for letter in normalize("NFC", text))
    cleaned = _FORBIDDEN.sub("_", visible).strip(" .")
    shortened = cleaned.encode()[:_LONGEST_BYTES].decode(errors="ignore").rstrip(" .")
    return f"_{shortened}" if not shortened or _RESERVED.match(shortened) else shortened


def distinct_name(text: str) -> str:
    """A safe name that is different for every text, even where file names ignore case.

    A text that had to be changed, or that is not all lower case, gets a digest as its suffix.
    """
    name = safe_name(text)
    if name == text == text.casefold() and not _DIGEST.search(name):
        return name
    return f"{name}_{sha256(text.encode()).hexdigest()[:12]}"
