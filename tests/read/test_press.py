"""Sentences of the press: what is found of either half, and that little is told where there is no deed."""

from __future__ import annotations

import pytest

from tests.read import press


@pytest.mark.parametrize(("half", "recall", "precision"), [("mend", 0.85, 0.9), ("measured", 0.7, 0.85)])
def test_halves(half: str, recall: float, precision: float) -> None:
    found = press.score(press.rows(half))
    assert found.recall >= recall
    assert found.precision >= precision
    assert found.left_empty >= 0.9 * found.empty


def test_the_file_is_whole() -> None:
    rows = press.rows("mend") + press.rows("measured")
    assert len({row["sentence"] for row in rows}) == len(rows) > 850
    assert sum(row["types"] == press.NOTHING for row in rows) == 150
    for row in rows:
        assert row["types"] == press.NOTHING or (row["sides"] and row["status"]), row
