"""The packaged queries."""

from __future__ import annotations

from datetime import date

import pytest

from detente.errors import LedgerError
from detente.ledger import queries
from detente.ledger.duckdb import DuckLedger
from detente.ledger.schema import VISIBLE_SCHEMA
from detente.model.statement import statement_frame
from tests.ledger.samples import snapshot, vote, votes


@pytest.fixture
def voted(ledger: DuckLedger) -> DuckLedger:
    rows = (
        *((1, "PAK", 1), (1, "RUS", 1), (1, "USA", 3), (1, "IND", 8)),
        *((2, "PAK", 2), (2, "RUS", 2), (2, "IND", 9), (2, "USA", 8)),
        *((3, "PAK", 8), (3, "IND", 1)),
        *((4, "SUN", 8), (4, "PAK", 9)),
        (5, "USA", 1),
    )
    ledger.add_batch(votes(*rows), snapshot("a"))
    return ledger


def joint(ledger: DuckLedger, **more: object) -> list[tuple]:
    frame = ledger.view("joint_votes", side_a=["PAK"], side_b=["RUS", "SUN"], **more)
    return sorted(frame.select("key", "session", "unanimous", "states_voting").rows())


def test_joint_votes_say_what_all_states_did(voted: DuckLedger) -> None:
    assert joint(voted) == [
        ("1|PAK", 15, False, 3),
        ("1|RUS", 15, False, 3),
        ("2|PAK", 16, True, 2),
        ("2|RUS", 16, True, 2),
        ("3|PAK", 17, True, 1),
        ("4|PAK", 18, True, 0),
        ("4|SUN", 18, True, 0),
    ]


def test_joint_votes_have_all_columns_and_no_other(voted: DuckLedger) -> None:
    columns = voted.view("joint_votes", side_a=["PAK"], side_b=["RUS"]).columns
    assert columns == [*VISIBLE_SCHEMA, "session", "unanimous", "states_voting"]


def test_joint_votes_take_codes_in_any_collection(voted: DuckLedger) -> None:
    rows = voted.view("joint_votes", side_a=frozenset({"PAK"}), side_b=("RUS", "SUN")).height
    assert rows == len(joint(voted))
    assert voted.view("joint_votes", side_a=[], side_b=["USA"]).height == 3


def test_joint_votes_as_of(voted: DuckLedger) -> None:
    assert [row[0] for row in joint(voted, as_of=date(1962, 6, 15))] == ["1|PAK", "1|RUS", "2|PAK", "2|RUS"]


def test_a_superseded_vote_is_counted_once(voted: DuckLedger) -> None:
    voted.add_batch(votes((1, "USA", 1)), snapshot("b", release="2"))
    assert joint(voted)[0] == ("1|PAK", 15, True, 3)


def test_a_vote_without_session(ledger: DuckLedger) -> None:
    ledger.add_batch(statement_frame([vote(1, "PAK", 1) | {"attributes": None}]), snapshot("a"))
    assert joint(ledger) == [("1|PAK", None, True, 1)]


def test_property_counts(voted: DuckLedger) -> None:
    voted.add_batch(votes((30, "PAK", 1), source="unsc"), snapshot("b", source="unsc"))
    frame = voted.view("property_counts")
    assert frame.columns == ["source", "property", "statements", "start", "end"]
    assert frame.rows() == [
        ("un_votes", "vote", 13, date(1961, 6, 15), date(1965, 6, 15)),
        ("unsc", "vote", 1, date(1990, 6, 15), date(1990, 6, 15)),
    ]


@pytest.mark.parametrize(
    ("name", "parameters", "message"),
    [
        ("no_such", {}, "there is no view 'no_such'.*joint_votes"),
        ("../ledger", {}, "there is no view"),
        ("joint_votes", {"side_a": ["PAK"]}, "takes side_a, side_b, not side_a"),
        ("property_counts", {"side_a": ["PAK"]}, "takes no parameters, not side_a"),
    ],
)
def test_wrong_asking(ledger: DuckLedger, name: str, parameters: dict, message: str) -> None:
    with pytest.raises(LedgerError, match=message):
        ledger.view(name, **parameters)


@pytest.mark.parametrize("name", queries.view_names())
def test_every_query_stands_alone_and_is_one_query(ledger: DuckLedger, name: str) -> None:
    assert ";" not in queries.text(name)
    sides = {key: ["PAK"] for key in queries.parameters(queries.text(name)) - {"as_of"}}
    assert ledger.view(name, **sides).height == 0
