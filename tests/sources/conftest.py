"""A project of a few small files, loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kpikit.config import Config
from kpikit.sources import load_tables
from tests.sources.helpers import EVENT, NOW, write

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.tables import Tables
    from tests.sources.helpers import Load


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Load files: by default each table from the file of its name, and one sound event."""

    def loaded(
        files: dict[str, Any], *, data: dict[str, Any] | None = None, **config: Any
    ) -> Tables:
        sources = data or {name.split(".")[0]: {"files": name} for name in files}
        if "events" not in sources:
            files = files | {"events.ndjson": [EVENT]}
            sources = sources | {"events": {"files": "events.ndjson"}}
        for name, content in files.items():
            write(tmp_path / name, content)
        given = {"company": "Acme", "root": tmp_path, "data": sources} | config
        return load_tables(Config.model_validate(given), now=NOW)

    return loaded
