"""Readings that persons judged, read anew: what was wrong once stays right."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from detente.study.golden import check_golden_file

FOLDER = Path(os.environ.get("DETENTE_GOLDEN", Path(__file__).parent))


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_is_read_as_it_was_judged(path: Path) -> None:
    tested = list(check_golden_file(path))
    assert tested
    assert [f"{t.record['reason']}: {t.wrong}" for t in tested if t.wrong is not None] == []
