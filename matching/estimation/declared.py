"""What estimates are made from: when it is declared otherwise, what was estimated says nothing any more."""

import hashlib
import json
from dataclasses import asdict, replace
from typing import Any

import duckdb

from matching.models import files as model_files
from matching.models.files import BASE
from matching.weighing.engine import run
from matching.weighing.model import model

# What decides into which level a pair falls, and what is declared of it. Bounds, blocking, stages and
# verdicts leave estimates as they are.
_PARTS = ("measures", "term_frequencies", "comparisons", "prior")


def digest() -> str:
    """Digest of the measures, frequencies, comparisons and priors of all models, and of the vocabulary."""
    models = {BASE: model(), **model().own}
    documents = {source: asdict(replace(said, own={})) for source, said in models.items()}
    parts = {source: [_unlabelled(said[part]) for part in _PARTS] for source, said in documents.items()}
    declared = [parts, model_files.read(model_files.VOCABULARY)]
    return hashlib.sha256(json.dumps(declared, ensure_ascii=False).encode()).hexdigest()


def forget_if_changed(con: duckdb.DuckDBPyConnection) -> None:
    """Forget what was estimated from other declarations, so that it is estimated anew as in a first run."""
    if con.execute("SELECT digest FROM linkage.estimated_from").fetchall() not in ([], [(digest(),)]):
        run(con, "linkage/estimate/forget")


def note(con: duckdb.DuckDBPyConnection) -> None:
    """Note that everything estimated is from what is declared now."""
    con.execute("DELETE FROM linkage.estimated_from")
    con.execute("INSERT INTO linkage.estimated_from VALUES ($digest)", {"digest": digest()})


def _unlabelled(said: Any) -> Any:
    if not isinstance(said, dict):
        return said
    return {key: _unlabelled(value) for key, value in said.items() if key != "label"}
