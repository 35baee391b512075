"""Taking a complete file from the inbox: first a private copy; the original is removed after publishing."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from connectors.inbox.drop_folder import Arrival, file_status, identity, markers
from data_contracts.errors import FangfanpinError

_CHUNK_BYTES = 1 << 20  # read at a time while a file is copied
_CHANGED = "文件正在改写，留待下次运行。"


class UnclaimedFileError(FangfanpinError):
    """The file stays in the inbox for the next run; the message gives the reason."""

    code = "unclaimed"


@dataclass(frozen=True)
class Claim:
    """A private copy of an arrival.

    Attributes:
        arrival: the file as it was when it was copied.
        path: path of the copy.
        sha256: digest of its bytes, in hex.
        shared_with: another source whose extract the file is at the same time; None if there is none.
    """

    arrival: Arrival
    path: Path
    sha256: str
    shared_with: str | None = None


def claim(arrival: Arrival, folder: Path) -> Claim:
    """Copy `arrival` into `folder`; claiming it again overwrites the copy.

    Raises:
        UnclaimedFileError: if the file changed since the scan, vanished, or cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    place = hashlib.sha256(os.fsencode(arrival.path)).hexdigest()[:16]
    copy = folder / (place + Path(arrival.name).suffix.lower())
    unfinished = copy.with_suffix(".part")
    try:
        digest = _copy(arrival, unfinished)
    except UnclaimedFileError:
        unfinished.unlink(missing_ok=True)
        raise
    unfinished.replace(copy)
    return Claim(arrival, copy, digest)


def _copy(arrival: Arrival, target: Path) -> str:
    digest = hashlib.sha256()
    with target.open("wb") as copy:
        for chunk in _chunks(arrival):
            digest.update(chunk)
            copy.write(chunk)
        copy.flush()
        os.fsync(copy.fileno())
        size_bytes = copy.tell()
    if size_bytes != arrival.size_bytes or not _is_still(arrival, file_status(arrival.path)):
        raise UnclaimedFileError(_CHANGED, "changed")
    return digest.hexdigest()


def _chunks(arrival: Arrival) -> Iterator[bytes]:
    """The bytes of `arrival`, a chunk at a time; errors of reading (not of copying) leave it unclaimed."""
    try:
        # If a link or a pipe has replaced the file, do not follow it or wait for it.
        source = os.open(arrival.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(source, "rb", buffering=0) as file:
            if not _is_still(arrival, os.fstat(source)):
                raise UnclaimedFileError(_CHANGED, "changed")
            yield from iter(lambda: file.read(_CHUNK_BYTES), b"")
    except OSError as error:
        raise _unclaimed(error) from error


def _unclaimed(error: OSError) -> UnclaimedFileError:
    if isinstance(error, FileNotFoundError):
        return UnclaimedFileError("文件已被移走。", "vanished")
    if isinstance(error, PermissionError):
        return UnclaimedFileError("没有读取文件的权限，请管理员检查共享文件夹的权限。", "no_permission")
    return UnclaimedFileError("文件暂时读不出来，可能正被占用或网络中断，留待下次运行。", "unreadable")


def _is_still(arrival: Arrival, status: os.stat_result | None) -> bool:
    return status is not None and identity(status) == (arrival.inode, arrival.mtime_ns, arrival.size_bytes)


def release(path: Path, inode: int, mtime_ns: int, size_bytes: int) -> bool:
    """Remove the inbox file at `path` and its marker, if it is still the same file that was taken.

    Returns:
        Whether it was removed; False if it has vanished, was replaced, or cannot be removed.
    """
    status = file_status(path)
    if status is None or identity(status) != (inode, mtime_ns, size_bytes):
        return False
    own, shared = markers(path)
    try:
        path.unlink()
        own.unlink(missing_ok=True)
        if not any(other.stem == path.stem and other != shared for other in path.parent.iterdir()):
            shared.unlink(missing_ok=True)
    except OSError:
        return not path.exists()
    return True
