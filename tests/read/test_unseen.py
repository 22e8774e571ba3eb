"""Invented articles in several styles, read once before anything was tuned on them (see unseen/README.md)."""

from __future__ import annotations

import pytest

from tests.read.scoring import (
    FIRST_SET_PUBLISHED,
    LONGER_PUBLISHED,
    UNSEEN,
    UNSEEN2,
    UNSEEN_PUBLISHED,
    score,
)


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


@pytest.mark.parametrize("stem", sorted(LONGER_PUBLISHED))
def test_longer(stem: str) -> None:
    result = score(stem, UNSEEN)
    assert result.found >= 0.7, result
    assert result.precise >= 0.85, result
    assert result.violated <= 1, result


def test_longer_together() -> None:
    results = [score(stem, UNSEEN) for stem in LONGER_PUBLISHED]
    assert sum(r.found for r in results) / len(results) >= 0.8
    assert sum(r.violated for r in results) <= 1


def test_fresh_articles_together() -> None:
    """The eight that are developed on; the held ones are only measured (benchmarks/reading_articles.py)."""
    results = [score(stem, UNSEEN2) for stem in FIRST_SET_PUBLISHED]
    assert sum(r.found for r in results) / len(results) >= 0.4
    assert sum(r.precise for r in results) / len(results) >= 0.75
    assert (
        sum(r.violated for r in results) <= 7
    )  # two by the shared scorer, which does not ask for realm and date
