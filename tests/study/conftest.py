from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.ledger.duckdb import DuckLedger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[DuckLedger]:
    opened = DuckLedger.open(tmp_path / "ledger", create=True)
    yield opened
    opened.close()
