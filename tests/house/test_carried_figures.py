"""The figures that the packaged case carries are those that the real files give."""

from __future__ import annotations

import csv
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from detente.ledger.duckdb import DuckLedger
from detente.study.ingest import ingest_file
from tests.house.tracked import PACKAGE, ROOT

pytestmark = pytest.mark.shared
CARRIED = PACKAGE / "cases" / "pakistan_russia" / "figures.csv"
WITHOUT_VOTES = (
    "trade_value",
    "trade_share",
    "shared_igos",
    "formal_ties",
    "arms_deliveries",
    "ideal_point_distance",
    "joint_exercises",
)


@pytest.fixture(scope="module")
def script() -> Iterator[ModuleType]:
    """scripts/carry_figures.py as a module."""
    spec = importlib.util.spec_from_file_location("carry_figures", ROOT / "scripts" / "carry_figures.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def held() -> list[dict[str, str]]:
    with CARRIED.open(encoding="utf-8", newline="") as given:
        return list(csv.DictReader(given))


def test_the_file_has_the_columns_and_the_order_of_the_script(script: ModuleType) -> None:
    rows = held()
    assert tuple(rows[0]) == script.COLUMNS
    keys = [[row[c] for c in script.COLUMNS[:6]] + [row["basis"]] for row in rows]
    assert keys == sorted(keys)
    assert {row["measure"] for row in rows} >= {
        name for name, _, _ in script.OWN if name in WITHOUT_VOTES
    } - {"formal_ties"}


def test_the_figures_without_votes_are_what_the_files_give(
    script: ModuleType, shared: Path, tmp_path: Path
) -> None:
    """All but the votes (a million rows, half a minute): tests/cli holds those figures, by other rows of the files."""
    ledger = DuckLedger.open(tmp_path / "ledger", create=True)
    for source, files in script.FILES.items():
        for file in files if source != "un_votes" else ():
            ingest_file(ledger, source, shared / file)
    made: list[dict[str, Any]] = []
    for name, by, source in script.OWN:
        if name in WITHOUT_VOTES:
            made += script.carried(ledger, shared, script.DYAD, name, by, source)
    ledger.close()
    given = sorted(tuple(str(row[c] if row[c] is not None else "") for c in script.COLUMNS) for row in made)
    ours = sorted(tuple(row[c] for c in script.COLUMNS) for row in held() if row["measure"] in WITHOUT_VOTES)
    assert len(given) > 200
    assert ours == given
