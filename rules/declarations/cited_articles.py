"""What a pack cites must stand in its document: articles, and the figures that they contain."""

import re
from collections.abc import Iterator
from decimal import Decimal

from rules.declarations.model import Pack


def unknown_articles(pack: Pack, articles: tuple[str, ...]) -> Iterator[str]:
    """A fault if any of `articles` is not declared."""
    if unknown := sorted(set(articles) - pack.document.articles.keys()):
        yield f"引用了 articles 中没有的条款：{'、'.join(unknown)}"


def missing_figures(pack: Pack, articles: tuple[str, ...], stated: set[Decimal]) -> Iterator[str]:
    """A fault if none of the cited articles contains a number that is stated."""
    known = [pack.document.articles[article] for article in articles if article in pack.document.articles]
    if missing := stated - {figure for article in known for figure in article.figures}:
        yield f"所引条款没有记载数值 {'、'.join(map(str, sorted(missing)))}"


def digits(text: str) -> set[Decimal]:
    """The numbers written in a text."""
    return set(map(Decimal, re.findall(r"[0-9]+(?:\.[0-9]+)?", text)))
