"""Invented articles about other pairs, against what was written down before they were read."""

from __future__ import annotations

import pytest

from tests.read.scoring import PUBLISHED, score


@pytest.mark.parametrize("stem", sorted(PUBLISHED))
def test_golden(stem: str) -> None:
    result = score(stem)
    assert result.found >= 0.9, result
    assert result.fully_right >= 0.85, result
    assert result.precise >= 0.9, result
    assert result.quantities == 1.0, result
    assert result.violated == 0, result
