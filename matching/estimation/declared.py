"""The declarations that estimates are based on: when they change, earlier estimates are void."""

import hashlib
import json
from dataclasses import asdict, replace
from functools import lru_cache
from typing import Any

import duckdb

from matching.models import files as model_files
from matching.models.files import BASE
from matching.weighing.engine import run
from matching.weighing.model import model

# What decides the level of a pair, and the declared values of levels. Bounds, blocking, stages and verdicts
# do not change estimates.
_PARTS = ("measures", "term_frequencies", "comparisons", "prior")


def digest() -> str:
    """Digest of the measures, frequencies, comparisons and priors of all models, and of the vocabulary."""
    return _digest(model_files.digest())


@lru_cache(maxsize=2)
def _digest(_files: str) -> str:
    """The digest while the declared files are those."""
    models = {BASE: model(), **model().own}
    documents = {source: asdict(replace(each, own={})) for source, each in models.items()}
    parts = {source: [_unlabelled(each[part]) for part in _PARTS] for source, each in documents.items()}
    declared = [parts, model_files.read(model_files.VOCABULARY)]
    return hashlib.sha256(json.dumps(declared, ensure_ascii=False).encode()).hexdigest()


def forget_if_changed(con: duckdb.DuckDBPyConnection) -> None:
    """Delete estimates based on other declarations, so that they are made again as in a first run."""
    if con.execute("SELECT digest FROM linkage.estimated_from").fetchall() not in ([], [(digest(),)]):
        run(con, "linkage/estimate/forget")


def note(con: duckdb.DuckDBPyConnection) -> None:
    """Record that all estimates are based on the present declarations."""
    con.execute("DELETE FROM linkage.estimated_from")
    con.execute("INSERT INTO linkage.estimated_from VALUES ($digest)", {"digest": digest()})


def _unlabelled(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {key: _unlabelled(nested) for key, nested in value.items() if key != "label"}
