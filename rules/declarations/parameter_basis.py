"""What a parameter rests on: the document, the county, or both."""

from collections.abc import Collection

from rules.declarations.conditions import names
from rules.declarations.model import Pack


def local_parts(pack: Pack, name: str, county: Collection[str]) -> list[str]:
    """Parameters behind `name` whose number no article prints, itself first; in the pack's order.

    Args:
        pack: whose parameter it is.
        name: of the parameter.
        county: names that the county has set itself; what the pack makes them of does not count then.
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
    """Chinese: document and article, and which numbers in it are local; or that it is local itself."""
    parameter, local = pack.parameters[name], local_parts(pack, name, county)
    if name in local:
        return "本地口径" + ("，本县设定" if name in county else "")
    said = f"文件规定 {pack.document.number} {parameter.article}"
    labels = "、".join(pack.parameters[part].label for part in local)
    return said + (f"，其中{labels}为本地口径" if labels else "")
