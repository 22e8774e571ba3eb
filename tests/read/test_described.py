"""Sides that no name gives: the country, the island, an envoy called in, a third state's deed."""

from __future__ import annotations

import pytest

from detente.read import Document, read_document
from detente.read.described import descriptions
from detente.world.table import SPANS

ABOUT = "Peru and Kenya trade. Peru met Kenya. Kenya visited Peru. Peru thanked Kenya. "


def coded(text: str) -> set[tuple[str, str, str]]:
    """(source, target or second source, category) of the events of the text's last sentence."""
    last = text.rfind(". ", 0, len(text) - 2)
    return {
        ("+".join(r.source_actors), "+".join(r.target_actors), r.event_type or "")
        for r in read_document(Document("x", text, "0"))
        if r.kind == "event" and r.quote.start > last
    }


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Kenya put the country on a list of state sponsors of terrorism.", ("KEN", "PER", "COERCE")),
        ("Kenya accused it of having flown too close to the coast.", ("KEN", "PER", "ACCUSE")),
        ("The Kenyan ambassador was called in.", ("PER", "KEN", "ACCUSE")),
        ("The remaining Kenyan estates were nationalised by June.", ("PER", "KEN", "COERCE")),
        ("They undertook to finish the road by 2031.", ("PER+KEN", "", "AGREE")),
        ("The leaders agreed to open a hotline.", ("PER+KEN", "", "AGREE")),
    ],
)
def test_the_side_not_named_is_the_other_one_of_the_two(sentence: str, told: tuple[str, str, str]) -> None:
    assert told in coded(ABOUT + "Peru and Kenya held talks. " + sentence)


def test_a_third_states_deed_concerns_the_state_last_told_of() -> None:
    assert ("IND", "KEN", "AID") in coded(
        ABOUT + "Kenya held a drill. India lent the money for two aircraft."
    )


def test_the_island_is_the_one_of_the_two_that_is_one() -> None:
    about = "Cuba and Peru trade. Peru met Cuba. Cuba visited Peru. Peru thanked Cuba. "
    assert ("MEX", "CUB", "COOPERATE") in coded(
        about + "Peru held a drill. Mexico supplies the island's oil."
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "The country of India is large.",
        "The country that bought it is unknown.",
        "The Oyu cabinet shelled the village.",
        "A cutter was built by June.",
    ],
)
def test_what_is_said_of_nobody_in_particular_is_no_deed(sentence: str) -> None:
    assert coded(ABOUT + sentence) == set()


def test_outside_a_text_about_two_the_country_is_nobody() -> None:
    assert coded("Peru, Kenya, India, Spain, Chile and Japan met. Spain put the country on a list.") == set()


def test_descriptions_name_states() -> None:
    assert all(code in SPANS for codes in descriptions().values() for code in codes)
