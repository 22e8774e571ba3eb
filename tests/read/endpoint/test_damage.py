"""Gold of the project's own texts told whole and damaged: what validation keeps, catches and cannot see."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.read.endpoint.replay import DAMAGES, Told, damaged, gold_told, standing, take, texts
from tests.read.scoring import UNSEEN2, UNSEEN3


@cache
def kept_whole(fresh: Path | None = None) -> tuple[Told, int, Counter[str]]:
    """The gold records that stand undamaged, how many were told, and why the others do not."""
    chosen = [
        text for text in texts()
        if (text.folder == fresh if fresh else text.folder not in (UNSEEN2, UNSEEN3))
    ]  # fmt: skip
    taken = {text.stem: take(text, gold_told()[text.stem]) for text in chosen}
    reasons = sum((tally.dropped for _, tally in taken.values()), Counter[str]())
    return (
        standing({stem: readings for stem, (readings, _) in taken.items()}),
        sum(tally.told for _, tally in taken.values()),
        +reasons,
    )


def test_nearly_all_gold_stands() -> None:
    kept, told, reasons = kept_whole()
    assert sum(map(len, kept.values())) >= 0.97 * told
    assert set(reasons) <= {"actor not named", "sides unclear"}, (
        "words of gold are the text's and the tables'"
    )


def test_most_gold_of_the_fresh_articles_stands() -> None:
    """They point at a side from afar more often, and such a record is dropped."""
    kept, told, reasons = kept_whole(UNSEEN2)
    assert sum(map(len, kept.values())) >= 0.85 * told
    assert reasons["actor not named"] >= 0.9 * reasons.total()


def test_nearly_all_gold_of_the_op_eds_stands() -> None:
    kept, told, _ = kept_whole(UNSEEN3)
    assert sum(map(len, kept.values())) >= 0.9 * told


@pytest.mark.parametrize("name", DAMAGES)
def test_damage(name: str) -> None:
    kept, _, _ = kept_whole()
    expected, bad, stood, left_out = DAMAGES[name][1], 0, 0, 0
    told = damaged(name, 7, kept)
    for text in (t for t in texts() if t.stem in told):
        readings, tally = take(text, told[text.stem])
        bad, stood, left_out = bad + tally.told, stood + len(readings), left_out + tally.dates_left_out
        for reading in readings:
            assert text.document.text[reading.quote.start : reading.quote.end] == reading.quote.exact
    assert bad == sum(map(len, told.values())) > 50
    if expected == "caught":
        assert stood == 0
    if expected == "left out":
        assert left_out >= 0.98 * bad
    if expected == "harmless":
        assert stood == bad
