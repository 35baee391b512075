"""Files moved to where they stay."""

import shutil
from collections.abc import Collection
from pathlib import Path, PurePosixPath

from connectors.file_names import safe_name


def put(path: Path, target: Path) -> None:
    """Move a file to its target, replacing an incomplete copy of an interrupted move between disks."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    shutil.move(path, target)


def put_all(staging: Path, folder: Path) -> None:
    """Move every file below `staging` to the same place below `folder`."""
    for path in [p for p in staging.rglob("*") if p.is_file()]:
        put(path, folder / path.relative_to(staging))


def stored_name(file_id: int | str, name: str, extensions: Collection[str]) -> str:
    """A name short enough for any disk; one of these extensions stays."""
    sent = PurePosixPath(name)
    extension = sent.suffix if sent.suffix.lower() in extensions else ""
    return f"{file_id}_{safe_name(sent.name.removesuffix(extension))}{extension}"
