"""The rooms of the project and the imports between them; `make map` draws them as Mermaid.

A room is a folder with Python modules in one of the six packages.
"""

from collections.abc import Iterable
from graphlib import TopologicalSorter
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[1]
PACKAGES = ("flows", "connectors", "matching", "rules", "data_contracts", "sql")


def imports() -> dict[str, set[str]]:
    """For every room, the other rooms that it imports."""
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    rooms = {room_of(module): set[str]() for module in graph.modules}
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            if room_of(imported) != room_of(module):
                rooms[room_of(module)].add(room_of(imported))
    return dict(sorted(rooms.items()))


def room_of(module: str) -> str:
    """The folder of a module, `flows/answers`."""
    path = ROOT / module.replace(".", "/")
    return (path if path.is_dir() else path.parent).relative_to(ROOT).as_posix()


def without_shortcuts(rooms: dict[str, set[str]]) -> dict[str, set[str]]:
    """The arrows of a drawing, without those that a longer path already shows."""
    return {
        room: direct - set().union(*(reached(rooms, other) for other in direct))
        for room, direct in rooms.items()
    }


def reached(rooms: dict[str, set[str]], start: str) -> set[str]:
    """Every room that `start` imports, directly or through others."""
    behind: set[str] = set()
    waiting = list(rooms[start])
    while waiting:
        room = waiting.pop()
        if room not in behind:
            behind.add(room)
            waiting += rooms[room]
    return behind


def drawing(rooms: dict[str, set[str]]) -> Iterable[str]:
    """Lines of a Mermaid flowchart, importing rooms above imported ones.

    Raises:
        graphlib.CycleError: if imports form a circle; the error names its rooms.
    """
    yield "flowchart TD"
    ordered = {room: sorted(direct) for room, direct in rooms.items()}
    for room in reversed([*TopologicalSorter(ordered).static_order()]):
        yield f'    {name(room)}["{room}"]'
        yield from (f"    {name(room)} --> {name(other)}" for other in sorted(without_shortcuts(rooms)[room]))


def name(room: str) -> str:
    """An identifier for the drawing."""
    return room.replace("/", "_")


if __name__ == "__main__":
    print("\n".join(drawing(imports())))  # noqa: T201
