"""The panel and the starting values by hand."""

import numpy as np
import polars as pl
import pytest

from detente.errors import UsageError
from detente.measures.ideal_points.model import Settings, panel_of, start_of
from detente.measures.ideal_points.rules import apply_rules
from tests.measures.ideal_points.panels import NO_MATCHES, votes

POLES = (frozenset({"USA"}), frozenset({"RUS", "SUN"}))
ROWS = (
    ("USA", 1, 1, 3), ("SUN", 1, 1, 1), ("IND", 1, 1, 1),
    ("USA", 2, 1, 1), ("SUN", 2, 1, 3), ("IND", 2, 1, 2),
    ("USA", 3, 2, 2), ("SUN", 3, 2, 2), ("IND", 3, 2, 1),
    ("USA", 4, 5, 3), ("IND", 4, 5, 1), ("FRA", 4, 5, 3),
)  # fmt: skip


def panel(*rows):
    return panel_of(apply_rules(votes(*rows), NO_MATCHES).votes)


def test_cells_priors_weights_and_gaps():
    made = panel(*ROWS)
    assert made.cells.select("state", "session", "n_votes").rows() == [
        ("FRA", 5, 1), ("IND", 1, 2), ("IND", 2, 1), ("IND", 5, 1), ("SUN", 1, 2), ("SUN", 2, 1),
        ("USA", 1, 2), ("USA", 2, 1), ("USA", 5, 1),
    ]  # fmt: skip
    assert made.prior.tolist() == [-1, 2, 1, 2, 5, 4, 7, 6, 7]
    assert made.weight == pytest.approx([1, 2 / 3, 1 / 3, 1 / 2, 2 / 3, 1 / 3, 2 / 3, 1 / 3, 1 / 2])
    assert made.gap.tolist() == [1, 1, 1, 3, 1, 1, 1, 1, 3]
    assert made.first_cell.tolist() == [0, 1, 4, 6, 9]
    assert made.first_vote.tolist() == [0, 3, 6, 9, 12]
    assert made.items == 4
    assert made.cells["state"][made.cell[9:].tolist()].to_list() == ["FRA", "IND", "USA"]
    assert made.choice[9:].tolist() == [3, 1, 3]


def test_a_session_goes_by_the_code_under_which_most_votes_were_cast():
    rows = [("YUG", 1, 57, 1), ("YUG", 2, 57, 3), ("SCG", 3, 57, 1)]
    others = [("USA", item, 57, 4 - vote) for _, item, _, vote in rows]
    linked = votes(*rows, *others).with_columns(lineage=pl.col("state").replace({"YUG": "345", "SCG": "345"}))
    cells = panel_of(apply_rules(linked, NO_MATCHES).votes).cells
    assert cells.select("state", "n_votes").rows() == [("YUG", 3), ("USA", 3)]


def test_a_lineage_links_codes():
    frame = votes(("SUN", 1, 46, 1), ("USA", 1, 46, 3), ("RUS", 2, 47, 1), ("USA", 2, 47, 3))
    linked = frame.with_columns(lineage=pl.col("state").replace({"SUN": "365", "RUS": "365"}))
    made = panel_of(apply_rules(linked, NO_MATCHES).votes)
    assert made.cells.select("state", "lineage").rows()[:2] == [("SUN", "365"), ("RUS", "365")]
    assert made.prior.tolist() == [1, 0, 3, 2]


def test_starting_values():
    start = start_of(panel(*ROWS), Settings(poles=POLES))
    assert start.mean.tolist() == [0, 0, 0, 0, -2, -2, 3, 3, 3]
    assert start.beta.tolist() == [1, -1, 0, 0]  # item 4: the lower pole did not vote
    assert start.low == pytest.approx([1 / 3, -1 / 3, -1 / 3, -1 / 3])
    assert start.high == pytest.approx([1 / 3, 1 / 3, 1, -1 / 3])


def test_what_cannot_be_estimated_is_refused():
    with pytest.raises(UsageError, match="no votes are left"):
        panel(("USA", 1, 1, 1), ("SUN", 1, 1, 1))
    with pytest.raises(UsageError, match="no vote by RUS or SUN"):
        start_of(panel(("USA", 1, 1, 1), ("IND", 1, 1, 3)), Settings())


def test_poles_are_found_by_code():
    assert np.array_equal(panel(*ROWS).cells_of(frozenset({"SUN", "RUS"})), [4, 5])
