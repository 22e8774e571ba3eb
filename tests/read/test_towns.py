"""Towns say which state a deed touches; names that are anybody's or common words do not."""

from __future__ import annotations

import pytest

from detente.read import Document, read_document
from detente.read.actors import Gazette, find_mentions
from detente.read.tokens import tokenise
from detente.world.packaged import rows
from detente.world.table import SPANS


def named(text: str) -> list[tuple[str, ...]]:
    return [m.codes for m in find_mentions(tokenise(text), None, Gazette({}))]


@pytest.mark.parametrize(
    ("town", "code"),
    [
        ("Gdynia", "POL"),
        ("Eskişehir", "TUR"),
        ("Pokhara", "NPL"),
        ("Bielefeld", "DEU"),
        ("Kramatorsk", "UKR"),
    ],
)
def test_a_town_names_its_state(town: str, code: str) -> None:
    assert named(f"The first boats reached {town} in May.") == [(code,)]


@pytest.mark.parametrize("words", ["Reading is fun.", "President Pedro Pokhara spoke.", "Victoria won."])
def test_what_could_be_anybody_is_no_town(words: str) -> None:
    assert named(words) == []


def test_a_line_of_three_towns_names_the_states_that_are_known() -> None:
    assert named("The Baku-Tbilisi-Nowhere pipeline runs.") == [("AZE", "GEO")]
    assert named("The Baku-Nowhere pipeline runs.") == []


def test_towns_are_states_of_today_and_no_other_name() -> None:
    towns = rows("cities")
    assert len(towns) > 5000
    assert all(row["code"] in SPANS for row in towns)
    assert len({row["text"] for row in towns}) == len(towns)


def test_a_deed_finds_its_side_by_a_town() -> None:
    (shelled,) = [
        r for r in read_document(Document("x", "Turkish guns shelled Kramatorsk.", "0")) if r.kind == "event"
    ]
    assert (shelled.source_actors, shelled.target_actors) == (("TUR",), ("UKR",))
