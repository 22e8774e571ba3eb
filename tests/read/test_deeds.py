"""Who did what to whom, sentence by sentence."""

from __future__ import annotations

from datetime import date

import pytest

from detente.model.reading import Reading
from detente.read import Document, read_document, statements_of
from detente.read.lexicon import frame_from, lexicon

CASES = [
    ("Kenya invaded Somalia in 2011.", "ASSAULT", "KEN", "SOM", "occurred"),
    ("Somalia was invaded by Kenya.", "ASSAULT", "KEN", "SOM", "occurred"),
    ("Norway's prime minister visited Iceland.", "CONSULT", "NOR", "ISL", "occurred"),
    ("Chile will sell wheat to Peru.", "AGREE", "CHL", "PER", "planned"),
    ("Chile refused to sell wheat to Peru.", "REJECT", "CHL", "PER", "occurred"),
    ("Chile did not sell wheat to Peru.", "COOPERATE", "CHL", "PER", "negated"),
    ("Chile threatened to invade Peru.", "THREATEN", "CHL", "PER", "occurred"),
    ("If Chile sold wheat to Peru, prices would fall.", "COOPERATE", "CHL", "PER", "hypothetical"),
    ("France accused Italy of hiding ships.", "ACCUSE", "FRA", "ITA", "occurred"),
    ("Italy was accused by France of hiding ships.", "ACCUSE", "FRA", "ITA", "occurred"),
    ("France imposed sanctions on Mali.", "COERCE", "FRA", "MLI", "occurred"),
    ("France recalled its ambassador from Mali.", "SANCTION", "FRA", "MLI", "occurred"),
    ("Canada urged Cuba to release prisoners.", "REQUEST", "CAN", "CUB", "occurred"),
    ("Spain has supplied 20 tanks to Morocco.", "AID", "ESP", "MAR", "occurred"),
    ("Morocco bought 20 tanks from Spain.", "COOPERATE", "ESP", "MAR", "occurred"),
    ("Iran freed two Kuwaiti nationals.", "RETREAT", "IRN", "KWT", "occurred"),
    ("Nigerian troops massed on the border with Niger.", "MOBILIZE", "NGA", "NER", "occurred"),
]
MUTUAL = [
    ("Chile and Peru signed a trade agreement.", "SUPPORT", "CHL PER", "occurred"),
    ("A trade agreement was signed by Chile and Peru.", "SUPPORT", "CHL PER", "occurred"),
    ("Talks between Chile and Peru were held in Quito.", "CONSULT", "CHL PER", "occurred"),
    ("Chile held military exercises with Peru.", "COOPERATE", "CHL PER", "occurred"),
    ("Chile and Peru are negotiating a treaty.", "AGREE", "CHL PER", "negotiating"),
    ("The Chile-Peru partnership has deepened since 2004.", "COOPERATE", "CHL PER", "ongoing"),
    ("Moscow and Islamabad signed a protocol in 1968.", "SUPPORT", "PAK SUN", "occurred"),
]


def events(text: str, published: date | None = None) -> list[Reading]:
    return [r for r in read_document(Document("x", text, "0"), published=published) if r.kind == "event"]


@pytest.mark.parametrize(("text", "kind", "source", "target", "status"), CASES)
def test_directed(text: str, kind: str, source: str, target: str, status: str) -> None:
    told = [(r.event_type, r.source_actors, r.target_actors, r.status) for r in events(text)]
    assert told == [(kind, (source,), (target,), status)]


@pytest.mark.parametrize(("text", "kind", "actors", "status"), MUTUAL)
def test_mutual(text: str, kind: str, actors: str, status: str) -> None:
    told = [
        (r.event_type, " ".join(sorted(r.source_actors)), r.target_actors, r.status) for r in events(text)
    ]
    assert told == [(kind, actors, (), status)]


def test_both_and_are_two_deeds() -> None:
    told = events("The envoy of Nepal was invited by both India and China.")
    assert {(r.source_actors, r.target_actors) for r in told} == {(("IND",), ("NPL",)), (("CHN",), ("NPL",))}


@pytest.mark.parametrize(
    "text",
    [
        "A Turkish tourist was arrested in Paris.",
        "Turkish music is loved in France.",
        "Turkey denies that it attacked Greece.",
        "The weather in Turkey and Greece was fine.",
        "Greece is south of Bulgaria.",
    ],
)
def test_what_is_not_understood_is_no_event(text: str) -> None:
    assert events(text) == []


def test_reported_deeds_of_others_are_claims() -> None:
    told = events("Greece said that Turkish jets had attacked Cyprus.")
    assert [(r.status, r.attributed_to) for r in told] == [("claimed", "greece")]


def test_names_introduced_with_a_title_stand_for_their_state() -> None:
    told = events("Peruvian President Ana Quispe spoke. Quispe visited Chile on Friday.", date(2020, 5, 4))
    assert [(r.source_actors, r.target_actors) for r in told] == [(("PER",), ("CHL",))]
    assert told[0].date is not None and told[0].date.start == date(2020, 5, 1)


def test_a_stance_is_no_event() -> None:
    readings = read_document(Document("x", "Peru hopes that Chile will sell it copper.", "0"))
    assert [(r.kind, r.source_actors, r.target_actors) for r in readings] == [("stance", ("PER",), ("CHL",))]


def test_a_deed_carries_its_figure() -> None:
    (reading,) = events("Spain has supplied more than 20 tanks to Morocco.")
    assert reading.quantity is not None
    assert (reading.quantity.value, reading.quantity.unit, reading.quantity.bound) == (20, "tank", ">")


def test_every_entry_of_the_lexicon_is_whole() -> None:
    frames = lexicon().frames
    assert len({f.id for f in frames}) == len(frames) > 100
    for frame in frames:
        assert frame.verbs or frame.nouns, frame.id
        assert len(frame.reason) > 5, frame.id
        frame.object_words()


@pytest.mark.parametrize("wrong", [{"type": "TALK"}, {"colour": "red"}, {"realm": "space"}, {"reason": ""}])
def test_a_wrong_entry_is_named(wrong: dict[str, str]) -> None:
    entry = {"id": "x", "verbs": ["sign"], "type": "SUPPORT", "reason": "because"} | wrong
    with pytest.raises(ValueError, match=r"^x: "):
        frame_from(entry)


def test_statements_stand_on_their_quotes() -> None:
    text = (
        "Spain has supplied more than 20 tanks to Morocco since 2003. Chile and Peru signed a treaty in 2010."
    )
    document = Document("x.txt", text, "ab12")
    frame = statements_of(read_document(document), document, published=None)
    assert frame["source"].unique().to_list() == ["document"] and frame["snapshot"].unique().to_list() == [
        "ab12"
    ]
    assert frame["statement_id"].n_unique() == frame.height == 2
    for row in frame.iter_rows(named=True):
        assert text[row["quote_start"] : row["quote_end"]] == row["quote"]
        assert row["key"].startswith("ab12|")
    assert frame["known_from"].to_list() == [date(2003, 1, 1), date(2010, 12, 31)]
    assert statements_of([], document, published=None).height == 0
