"""Fourteen invented articles in five styles, read once before anything was tuned on them (see unseen/README.md)."""

from __future__ import annotations

import pytest

from tests.read.scoring import UNSEEN, UNSEEN_PUBLISHED, score


@pytest.mark.parametrize("stem", sorted(UNSEEN_PUBLISHED))
def test_unseen(stem: str) -> None:
    result = score(stem, UNSEEN)
    assert result.found >= 0.75, result
    assert result.precise >= 0.75, result
    assert result.violated == 0, result


def test_together() -> None:
    results = [score(stem, UNSEEN) for stem in UNSEEN_PUBLISHED]
    assert sum(r.found for r in results) / len(results) >= 0.88
    assert sum(r.precise for r in results) / len(results) >= 0.85
