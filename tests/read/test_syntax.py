"""Clauses from trees, their join with patterns, and the packaged model."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from importlib import resources

import pytest

from detente.model.reading import Reading
from detente.read import Document, read_document
from detente.read.english_model import LONGEST_PARSED, Tree, trees
from detente.read.items import Item, items_of
from detente.read.lexicon import lexicon
from detente.read.phrases import actors_in
from detente.read.sectors import sector_of
from detente.read.syntax import clauses_from
from detente.read.tokens import tokenise


def events(text: str) -> list[Reading]:
    document = Document("x", text, "0")
    return [r for r in read_document(document, published=date(2024, 1, 10)) if r.kind == "event"]


def told(text: str) -> set[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return {(r.event_type or "", r.source_actors, r.target_actors) for r in events(text)}


def words(text: str) -> list[Item]:
    return items_of(tokenise(text), [], [], [])


def test_the_model_is_small_and_has_its_card() -> None:
    folder = resources.files("detente.read").joinpath("english")
    assert len(folder.joinpath("weights.bin").read_bytes()) < 10_000_000
    card = folder.joinpath("README.md").read_text(encoding="utf-8")
    assert "CC BY-SA 4.0" in card and "UD_English-EWT" in card and "UD_English-GUM" in card


def test_help_does_not_load_the_model() -> None:
    code = "import sys; from detente.cli.main import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
    code += "assert 'spacy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_trees_stand_over_items() -> None:
    items = words("The old ship didn't reach the port.")
    (tree,) = trees([items], lexicon().grammar)
    assert tree is not None
    assert len(tree.heads) == len(tree.tags) == len(tree.relations) == len(items)
    verb = next(n for n, i in enumerate(items) if i.low == "reach")
    assert tree.heads[verb] == verb and tree.tags[verb] == "VB"
    assert sorted(tree.inside(verb)) == list(range(len(items)))


def test_overlong_and_empty_sentences_are_not_parsed() -> None:
    items = words("a ship and " * LONGEST_PARSED)
    assert trees([items, []], lexicon().grammar) == [None, None]


def test_clauses_know_voice_negation_and_what_they_hang_on() -> None:
    grammar = lexicon().grammar
    items = words("The paper was not signed because they refused to meet.")
    (tree,) = trees([items], grammar)
    assert tree is not None
    clauses = clauses_from(items, tree, grammar, actors_in(items, 0, len(items), grammar, tree))
    by_verb = {c.verb: c for c in clauses}
    assert by_verb["sign"].group.passive and by_verb["sign"].group.negated
    assert by_verb["refuse"].opener == "because" and by_verb["refuse"].kind == "finite"
    assert by_verb["meet"].kind == "infinitive" and by_verb["meet"].controllers[-1] == "refuse"


def test_a_tree_without_verbs_has_no_clauses() -> None:
    items = words("of the of")
    tree = Tree((0, 0, 0), ("root", "dep", "dep"), ("IN", "DT", "IN"), ((1, 2), (), ()))
    assert clauses_from(items, tree, lexicon().grammar, []) == []


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Norway, Sweden and Finland met.", ("CONSULT", ("NOR", "SWE", "FIN"), ())),
        ("Kenya slapped a tariff on Ugandan milk.", ("COERCE", ("KEN",), ("UGA",))),
        ("Spain, which arms Morocco, rebuked Algeria.", ("ACCUSE", ("ESP",), ("DZA",))),
        ("Denmark presented evidence against Sweden.", ("ACCUSE", ("DNK",), ("SWE",))),
        ("Chile initialled a pact with Peru.", ("SUPPORT", ("CHL", "PER"), ())),
        ("Ghana and Togo have accused each other of fraud.", ("ACCUSE", ("GHA", "TGO"), ())),
        (
            "Japan's offer to mediate between Chile and Peru was welcomed.",
            ("AGREE", ("JPN",), ("CHL", "PER")),
        ),
    ],
)
def test_deeds_by_syntax(text: str, event: tuple[str, tuple[str, ...], tuple[str, ...]]) -> None:
    assert event in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Peru took note of the request of Chile.",
        "Peru denied that it had attacked Chile.",
        "Peru and Chile are old rivals in the making of brandy.",
    ],
)
def test_what_only_looks_like_a_deed(text: str) -> None:
    assert events(text) == []


def test_still_not_done_is_negated() -> None:
    assert {r.status for r in events("Kenya has yet to recognise Kosovo.")} == {"negated"}


def test_a_text_about_two_states_lets_one_stand_for_both_sides() -> None:
    text = (
        "Kenya and Uganda are neighbours. Kenya and Uganda trade. Uganda and Kenya quarrelled over fish. "
        "Kenya freed 14 sailors. Uganda demanded an apology."
    )
    found = {(r.event_type, r.source_actors, r.target_actors, r.confidence < 0.7) for r in events(text)}
    assert ("RETREAT", ("KEN",), ("UGA",), True) in found
    assert ("REQUEST", ("UGA",), ("KEN",), True) in found
    assert not any(r.target_actors for r in events("Kenya freed 14 sailors. Uganda demanded an apology."))


def test_a_northern_neighbour_stays_a_doubt() -> None:
    assert events("Kenya attacked its northern neighbour.") == []


def test_sectors_are_said_or_left_unsaid() -> None:
    (reading,) = events("The Turkish navy attacked Greece.")
    assert reading.source_sectors == ("MIL",) and reading.target_sectors == ()
    assert reading.record()["source_sectors"] == ["MIL"]
    assert (sector_of("parliament"), sector_of("court"), sector_of("table")) == ("LEG", "JUD", None)


def test_an_officer_of_no_named_state_is_the_other_one_s() -> None:
    text = (
        "Kenya and Uganda are neighbours. Kenya and Uganda trade. Uganda and Kenya quarrelled. "
        "President Amina Wairimu spoke on Monday. Wairimu accused Uganda of fraud."
    )
    assert ("ACCUSE", ("KEN",), ("UGA",)) in told(text)
