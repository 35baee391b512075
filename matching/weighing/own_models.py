"""What a source's own model file may declare over the base, and where its additional levels are placed.

The engine compares the rows of all sources together. It therefore reads blocking keys, measures, frequencies,
stages, verdicts, bounds and the list of comparisons only from the base; in a source's file they are refused.
"""

from collections.abc import Iterator
from typing import Any

from data_contracts.errors import SettingsError

Document = dict[str, Any]

_OF_MODEL = frozenset({"label", "prior", "comparisons"})
_OF_PRIOR = frozenset({"label", "registered"})
_OF_COMPARISON = frozenset({"levels", "unknown", "least_share"})


def extended(base: Document, own: Document, file: str) -> Document:
    """The model of a source: `own` over `base`.

    A level of `own` that the base does not have is placed before the level that its `before` names, otherwise
    last.

    Args:
        base: document of the extended model.
        own: document of the source's own file, without `extends`.
        file: its name, for messages.

    Raises:
        SettingsError: names the keys that are read only from the base, or a level that cannot be placed.
    """
    if refused := sorted(_refused(base, own)):
        raise SettingsError(
            f"匹配模型 {file}：{'、'.join(refused)} 不能写在来源自己的模型里，只能写在所有来源共用的模型里。"
        )
    both = _merged(base, own)
    for name, comparison in own.get("comparisons", {}).items():
        known = base["comparisons"][name]["levels"]
        both["comparisons"][name]["levels"] = _placed(known, comparison.get("levels", {}), file)
    return both


def _refused(base: Document, own: Document) -> Iterator[str]:
    """Dotted keys of `own` that would have no effect."""
    yield from own.keys() - _OF_MODEL
    yield from (f"prior.{key}" for key in own.get("prior", {}).keys() - _OF_PRIOR)
    for name, comparison in own.get("comparisons", {}).items():
        if name not in base["comparisons"]:
            yield f"comparisons.{name}"
            continue
        yield from (f"comparisons.{name}.{key}" for key in comparison.keys() - _OF_COMPARISON)
        places = _refused_of_levels(base["comparisons"][name]["levels"], comparison.get("levels", {}))
        yield from (f"comparisons.{name}.levels.{place}" for place in places)


def _refused_of_levels(known: Document, own: Document) -> Iterator[str]:
    """A level of the base keeps its place; all levels of a comparison have `excess_over`, or none has."""
    excess = any("excess_over" in level for level in known.values())
    for name, level in own.items():
        if name in known and "before" in level:
            yield f"{name}.before"
        if "excess_over" in level and not excess:
            yield f"{name}.excess_over"
        if name not in known and excess and "excess_over" not in level:
            yield f"{name}（没有 excess_over）"


def _placed(known: Document, own: Document, file: str) -> Document:
    """Levels of the base and of a source, in the order in which they are tried."""
    order = list(known)
    for name, level in own.items():
        if name in known:
            continue
        before = level.get("before")
        if before is not None and before not in order:
            raise SettingsError(
                f"匹配模型 {file}：新增水平 {name} 的 before 应为同一比较项已有的水平（{'、'.join(order)}）。"
            )
        order.insert(len(order) if before is None else order.index(before), name)
    both = _merged(known, own)
    for name in own.keys() - known.keys():
        both[name] = {key: value for key, value in own[name].items() if key != "before"}
    return {name: both[name] for name in order}


def _merged(base: Document, own: Document) -> Document:
    both = base | own
    nested = {
        key for key in base.keys() & own.keys() if isinstance(base[key], dict) and isinstance(own[key], dict)
    }
    return both | {key: _merged(base[key], own[key]) for key in nested}
