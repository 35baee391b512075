"""The basis of a parameter: the document, the county, or both."""

from collections.abc import Collection

from rules.declarations.conditions import names
from rules.declarations.model import Pack


def local_parts(pack: Pack, name: str, county: Collection[str]) -> list[str]:
    """The parameters behind `name` whose number no article states: itself first, then in the pack's order.

    Args:
        pack: the parameter's pack.
        name: name of the parameter.
        county: parameters that the county has set; those from which the pack would derive them do not count.
    """
    behind = {name} | _made_of(pack, name, county)
    return [
        part
        for part in sorted(behind, key=[name, *pack.parameters].index)
        if part in county or pack.parameters[part].basis == "local_interpretation"
    ]


def _made_of(pack: Pack, name: str, county: Collection[str]) -> set[str]:
    if name in county:
        return set()
    direct = {word for dated in pack.parameters[name].values for word in names(dated.value)}
    return direct.union(*(_made_of(pack, part, county) for part in direct))


def basis_in_words(pack: Pack, name: str, county: Collection[str]) -> str:
    """The basis in Chinese: document and article, with the local numbers in it; or that it is local."""
    parameter, local = pack.parameters[name], local_parts(pack, name, county)
    if name in local:
        return "本地口径" + ("，本县设定" if name in county else "")
    stated = f"文件规定 {pack.document.number} {parameter.article}"
    labels = "、".join(pack.parameters[part].label for part in local)
    return stated + (f"，其中{labels}为本地口径" if labels else "")
