"""Property tests have no time limit, because a slow machine is not an error; models declared by one test."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import settings

from matching.models import files as model_files
from matching.weighing.model import model

settings.register_profile("fangfanpin", deadline=None)
settings.load_profile("fangfanpin")

Declare = Callable[[str, Any], None]


@pytest.fixture
def declare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Declare]:
    """Write a document to `models/<name>.yaml` in a copy of the packaged models, used by one test."""
    folder = tmp_path / "declared_models"
    shutil.copytree(Path(str(model_files.FOLDER)), folder)
    monkeypatch.setattr(model_files, "FOLDER", folder)

    def write(name: str, document: Any) -> None:
        text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        model.cache_clear()

    model.cache_clear()
    yield write
    model.cache_clear()
