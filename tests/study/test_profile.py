"""A profile from a ledger: which third states there are, and ranks among them."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from detente.ledger.duckdb import DuckLedger
from detente.measures.composite import packaged
from detente.model.source import Coverage, Snapshot
from detente.model.statement import statement_frame
from detente.study.profile import pair_profile, states_held

STATES = frozenset({"PAK", "RUS", "SUN", "IND", "CHN"})


@pytest.fixture
def ledger(tmp_path):
    """Three organisations of four, three and two states."""
    own = DuckLedger.open(tmp_path / "ledger", create=True)
    seats = {"A": "PAK RUS IND CHN", "B": "PAK RUS CHN", "C": "RUS CHN"}
    rows = statement_frame(
        {"source": "cow_igo", "snapshot": "s" * 64, "key": f"{state} {name}", "property": "igo_membership",
         "source_actors": [state], "object": name, "value": 1.0, "start": date(2000, 1, 1), "end": date(2001, 12, 31),
         "known_from": date(2001, 12, 31)}
        for name, states in seats.items() for state in states.split()
    )  # fmt: skip
    own.add_batch(
        rows,
        Snapshot("s" * 64, "cow_igo", "made_up.csv", 1, datetime(2024, 1, 1, tzinfo=UTC), rows.height,
                 Coverage(date(2000, 1, 1), date(2001, 12, 31), "complete", STATES)),
    )  # fmt: skip
    yield own
    own.close()


def test_states_of_an_extract_are_compared_without_predecessors(ledger):
    assert states_held(ledger, ("PAK", "RUS"), packaged()) == ("CHN", "IND")


def test_the_dyad_is_ranked_among_those_of_its_two(ledger):
    own = replace(packaged(), least_known=0.0)
    found = pair_profile(ledger, ("PAK", "RUS"), own, year=2000, draws=40)
    assert found.among == (("CHN", "PAK"), ("CHN", "RUS"), ("IND", "PAK"), ("IND", "RUS"), ("PAK", "RUS"))
    assert found.total.rank == 2
    assert found.total.rank_interval[1] == 2  # where goalposts move above all figures, dyads tie
    chosen = pair_profile(ledger, ("PAK", "RUS"), own, year=2000, thirds=["IND"], draws=40)
    assert chosen.among == (("IND", "PAK"), ("IND", "RUS"), ("PAK", "RUS"))
    assert chosen.total.rank == 1


def test_too_little_known_gives_parts_and_no_total(ledger):
    found = pair_profile(ledger, ("PAK", "RUS"), packaged(), draws=20)
    assert found.year == 2001
    assert found.total is None
    assert found.among == ()
