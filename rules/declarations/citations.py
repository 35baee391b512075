"""Citations of a pack: articles, and 本地口径 for numbers that no article states."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from rules.declarations.conditions import names
from rules.declarations.model import Pack
from rules.declarations.pack import parameters as pack_parameters


def cites(
    pack: Pack,
    period: str,
    parameters: Mapping[str, Decimal],
    articles: Iterable[str],
    words: Iterable[str] = (),
) -> list[str]:
    """Articles with the document's number; then those numbers behind `words` that no article states.

    Args:
        pack: the pack in force.
        period: identification month.
        parameters: its resolved parameters.
        articles: articles of the document that describe the situation.
        words: words of a condition or sentence; only parameters among them are cited.
    """
    local = _behind(pack, set(words)) & _own_numbers(pack, period, parameters)
    return [
        *(f"{pack.document.number} {article}" for article in articles),
        *(f"本地口径（{p.label}）" for name, p in pack.parameters.items() if name in local),
    ]


def cites_of_rules(pack: Pack, period: str, parameters: Mapping[str, Decimal]) -> dict[str, list[str]]:
    """The citations of each rule."""
    return {
        name: cites(pack, period, parameters, rule.articles, names(rule.condition))
        for name, rule in pack.rules.items()
    }


def _own_numbers(pack: Pack, period: str, parameters: Mapping[str, Decimal]) -> set[str]:
    """Parameters whose number no article states: local interpretations, and the county's own settings."""
    printed = pack_parameters(pack, period, {})
    return {
        name
        for name, parameter in pack.parameters.items()
        if parameter.basis == "local_interpretation" or parameters[name] != printed[name]
    }


def _behind(pack: Pack, words: set[str]) -> set[str]:
    """Parameters among `words`, and those that their values are computed from."""
    direct = words & pack.parameters.keys()
    made_of = {name for p in direct for value in pack.parameters[p].values for name in names(value.value)}
    return direct | (_behind(pack, made_of) if made_of else set())
