"""In which order a function makes and reads temporary relations, with everything that it calls.

Followed are calls of functions of the project by their imports, and of methods by a name that only one class
has; every branch, and loops once. What counts as read: relations of SQL files, relations after FROM or JOIN
in texts, and relations whose name is passed to a function. A body under `own_cursor` begins with no relation.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from tests.sql import makers, relations

# Relations of the database that every run makes anew.
SAVED = frozenset({"links", "review_pairs"})

_READ = re.compile(r"(?:FROM|JOIN) (\w+)")
_DROPPED = re.compile(r"DROP (?:TABLE|VIEW) (\w+)")

Function = ast.FunctionDef
Imports = dict[str, tuple[str, str]]

# read, make, drop; begin and end of a cursor; the function in which it is done; relations.
Event = tuple[str, str, frozenset[str]]


@dataclass
class Module:
    functions: dict[str, Function] = field(default_factory=dict)
    methods: set[str] = field(default_factory=set)
    imports: Imports = field(default_factory=dict)


@cache
def modules() -> dict[str, Module]:
    found = {}
    for path in makers.modules():
        parts = path.relative_to(makers.ROOT).with_suffix("").parts
        found[".".join(parts).removesuffix(".__init__")] = _module(
            ast.parse(path.read_text(encoding="utf-8"))
        )
    return found


def _module(tree: ast.Module) -> Module:
    module = Module()
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            module.methods |= {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
        if isinstance(node, ast.ImportFrom) and node.module:
            module.imports |= {name.asname or name.name: (node.module, name.name) for name in node.names}
    module.functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    return module


@cache
def _methods() -> dict[str, list[str]]:
    """Modules with a class that has a method of each name."""
    found: dict[str, list[str]] = {}
    for name, module in modules().items():
        for method in module.methods:
            found.setdefault(method, []).append(name)
    return found


@cache
def temporary() -> frozenset[str]:
    return frozenset(name for name in makers.by_relation() if "<" not in name) - SAVED


@dataclass
class Order:
    """Follows functions one after the other on one connection.

    Attributes:
        made: relations that there are so far.
        early: `place: relation` of what was read before it was made.
    """

    made: set[str] = field(default_factory=set)
    early: set[str] = field(default_factory=set)
    _outside: list[set[str]] = field(default_factory=list)

    def follow(self, module: str, function: str) -> None:
        for kind, place, names in events(module, function):
            if kind == "read":
                self.early |= {f"{place}: {name}" for name in names - self.made}
            elif kind == "make":
                self.made |= names
            elif kind == "drop":
                self.made -= names
            elif kind == "begin":
                self._outside.append(self.made)
                self.made = set()
            else:
                self.made = self._outside.pop()


_following: list[tuple[str, str]] = []
_followed_again: set[tuple[str, str]] = set()
_known: dict[tuple[str, str], tuple[Event, ...]] = {}


def events(module: str, function: str) -> tuple[Event, ...]:
    """What a function and all that it calls do, in order; nothing of a function that is being followed."""
    key = (module, function)
    if key in _known or function not in modules()[module].functions:
        return _known.get(key, ())
    if key in _following:
        _followed_again.add(key)
        return ()
    _following.append(key)
    found = tuple(_all(modules()[module].functions[function].body))
    _following.pop()
    _followed_again.discard(key)
    if not _followed_again:  # else something is left out that belongs to it when it is called by others
        _known[key] = found
    return found


def _all(nodes: Iterable[ast.AST]) -> Iterator[Event]:
    for node in nodes:
        yield from _done_by(node)


def _done_by(node: ast.AST) -> Iterator[Event]:
    if isinstance(node, ast.With) and any(_is_own_cursor(item) for item in node.items):
        yield _event("begin", ())
        yield from _all(node.body)
        yield _event("end", ())
    elif not isinstance(node, ast.FunctionDef | ast.Lambda):
        yield from _all(ast.iter_child_nodes(node))
        if isinstance(node, ast.Call):
            yield from _called(node)
        else:
            yield from _text(makers.text(node))


def _event(kind: str, names: Iterable[str]) -> Event:
    return kind, ".".join(_following[-1]), frozenset(names) & temporary()


def _called(call: ast.Call) -> Iterator[Event]:
    made = set(makers.made_by(call))
    texts = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    for target in _targets(call):
        yield from events(*target)
    yield _event("read", set(texts) - made)
    for text in texts:
        yield from _statement(text)
    yield _event("make", made)


def _statement(name: str) -> Iterator[Event]:
    path = relations.SQL / f"{name}.sql"
    if "/" in name and path.exists():
        used = relations.parsed(path.read_text(encoding="utf-8"))
        yield _event("read", (used.reads | used.writes) - used.makes)
        yield _event("make", used.makes)
        yield _event("drop", used.drops)


def _text(text: str) -> Iterator[Event]:
    if text:
        yield _event("read", _READ.findall(text))
        yield _event("make", makers.created(text))
        yield _event("drop", _DROPPED.findall(text))


def _targets(call: ast.Call) -> list[tuple[str, str]]:
    """The function called, if it is one of the project."""
    module, name = _following[-1][0], makers.called(call)
    imports = modules()[module].imports
    if isinstance(call.func, ast.Name):
        target = imports.get(name, (module, name))
    elif isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
        inside = ".".join(imports.get(call.func.value.id, ("", "")))
        alone = _methods().get(name, [])
        target = (inside if inside in modules() else alone[0] if len(alone) == 1 else "", name)
    else:
        return []
    return [target] if target[0] in modules() else []


def _is_own_cursor(item: ast.withitem) -> bool:
    return isinstance(item.context_expr, ast.Call) and makers.called(item.context_expr) == "own_cursor"
