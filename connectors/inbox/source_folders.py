"""Which source a drop folder belongs to: by the source's name, its title, or its department's name."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping

from data_contracts.contract import Contract
from data_contracts.errors import UnreadableFileError

_BRACKETED = re.compile(r"(.+)\((.+)\)")  # an office with its earlier or later name


def sources_by_folder(contracts: Mapping[str, Contract]) -> Callable[[str], str]:
    """A function that gives a folder's source; the folder's own name if it has none, or several."""
    sources = _sources(contracts)

    def source_of(folder: str) -> str:
        named = sources.get(_folded(folder), [])
        return named[0] if len(named) == 1 else folder

    return source_of


def unknown_folder(folder: str, contracts: Mapping[str, Contract]) -> UnreadableFileError:
    """The error for a file in a folder that belongs to no source, or to a department with several."""
    if sources := _sources(contracts).get(_folded(folder), []):
        titles = "、".join(contracts[source].title for source in sources)
        return UnreadableFileError(
            f"“{folder}”报送的数据不止一种，请放入以数据命名的投递文件夹后重新报送：{titles}。",
            "several_sources",
        )
    return UnreadableFileError("没有这个数据来源，请放入本部门的投递文件夹后重报。", "unknown_source")


def _sources(contracts: Mapping[str, Contract]) -> dict[str, list[str]]:
    """Folder name, folded -> the sources that it may mean. A source's own name and title are its alone."""
    own: dict[str, list[str]] = {}
    departments: dict[str, list[str]] = defaultdict(list)
    for source, contract in contracts.items():
        own |= {_folded(name): [source] for name in (source, contract.title)}
        for name in _names(contract.department):
            departments[name].append(source)
    return departments | own


def _names(department: str) -> set[str]:
    """A department's name, and both of its names if one stands in brackets."""
    name = _folded(department)
    parts = _BRACKETED.fullmatch(name)
    return {name, *parts.groups()} if parts else {name}


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).lower().split())
