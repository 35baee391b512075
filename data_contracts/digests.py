"""Digests of declared files: by them a run knows whether what decides its result is what it was."""

import hashlib
import json
from importlib.resources.abc import Traversable


def digest_of(folder: Traversable) -> str:
    """SHA-256 of the names and bytes of the YAML files in `folder`; the folder need not exist."""
    files = folder.iterdir() if folder.is_dir() else ()
    declared = (file for file in files if file.name.endswith((".yaml", ".yml")))
    named = sorted((file.name, hashlib.sha256(file.read_bytes()).hexdigest()) for file in declared)
    return hashlib.sha256(json.dumps(named).encode()).hexdigest()
