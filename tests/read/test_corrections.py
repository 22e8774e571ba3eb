"""Corrections: what a person may type, what is refused, and that a correction is only what was changed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import UsageError
from detente.model.reading import Reading
from detente.model.vocabulary import EVENT_TYPES, REALMS, STATUSES
from detente.read import document_from_bytes, read_document
from detente.read.corrections import corrected, difference
from detente.read.endpoint.tables import modes
from detente.read.told_changes import days, helped, told_change

TEXT = (
    "In March 2014 Japan and Vietnam signed an agreement on defence. In 2015 Kenya sent Somalia 20 trucks.\n\n"
    "On 3 May 2016 Peru’s foreign minister visited Chile — “a new start”, said Señora Núñez.\n"
)
DOCUMENT = document_from_bytes(TEXT.encode(), "a.txt")
SIGNED, SENT, VISITED = read_document(DOCUMENT)


def changed(reading: Reading, *lines: str) -> Reading:
    for line in lines:
        reading = corrected(reading, told_change(line, reading, DOCUMENT), TEXT)
    return reading


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        (["status = planned"], "status", "planned"),
        (["TYPE=agree"], "event_type", "AGREE"),
        (["realm = Energy"], "realm", "energy"),
        (["who = Kenya, IGO:SCO"], "source_actors", ["KEN", "IGO:SCO"]),
        (["whom = uganda"], "target_actors", ["UGA"]),
        (["mutual = yes"], "source_actors", ["KEN", "SOM"]),
        (["when = 2014"], "date", {"start": "2014-01-01", "end": "2014-12-31", "precision": "year"}),
        (["when = 2014-02"], "date", {"start": "2014-02-01", "end": "2014-02-28", "precision": "month"}),
        (["when = 2014-10..2014-12"], "date", {"start": "2014-10-01", "end": "2014-12-31", "precision": "quarter"}),
        (["when = 2014.."], "date", {"start": "2014-01-01", "end": None, "precision": "year"}),
        (["when = none"], "date", None),
        (["said by = Uganda"], "attributed_to", "UGA"),
        (["said by = two officials"], "attributed_to", "two officials"),
        (["contexts = legal, military"], "contexts", ["legal", "military"]),
        (["event_type = AGREE", "cameo = 057"], "cameo", "057"),
        (["figure = none"], "quantity", None),
    ],
)  # fmt: skip
def test_a_field_is_changed_as_typed(lines: list[str], field: str, value: object) -> None:
    assert changed(SENT, *lines).record()[field] == value


def test_a_figure_with_its_change_and_period() -> None:
    reading = changed(
        SENT, "figure = > 1,450.5 kilometres of pipeline", "change = 82%", "period = 2018-01..2018-05"
    )
    assert reading.record()["quantity"] == {
        "value": 1450.5, "unit": "km", "bound": ">", "of": "pipeline", "change_percent": 82.0,
        "period": {"start": "2018-01-01", "end": "2018-05-31"},
    }  # fmt: skip
    assert changed(reading, "figure = 20 trucks").quantity.of == "pipeline", "what is not said again stays"


def test_words_are_found_where_they_stand_however_they_are_marked() -> None:
    reading = changed(VISITED, 'words = Peru\'s foreign minister visited Chile - "a new start"')
    assert reading.quote.exact == "Peru’s foreign minister visited Chile — “a new start”"
    assert TEXT[reading.quote.start : reading.quote.end] == reading.quote.exact


def test_sides_go_together() -> None:
    parted = changed(SIGNED, "whom = Vietnam")
    assert (parted.source_actors, parted.target_actors, parted.reciprocal) == (("JPN",), ("VNM",), False)
    assert changed(parted, "mutual = yes").source_actors == ("JPN", "VNM")
    turned = changed(parted, "who = Vietnam, Laos")
    assert (turned.source_actors, turned.target_actors) == (("VNM", "LAO"), ("JPN",))
    assert changed(parted, "whom = Japan") == changed(parted, "who = Vietnam")


def test_what_was_of_another_type_is_emptied() -> None:
    assert VISITED.mode == "visit" and VISITED.cameo is not None
    other = changed(VISITED, "type = ACCUSE")
    assert (other.mode, other.cameo) == (None, None)
    assert changed(VISITED, "type = CONSULT") == VISITED


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("status", "is no change"),
        ("", "is no change"),
        ("colour = red", "no field 'colour'"),
        ("kind = stance", "no field 'kind'"),
        ("status = plannd", "no status 'plannd'. Use one of: occurred"),
        ("type = BEFRIEND", "no event_type 'BEFRIEND'"),
        ("type = none", "an event has a type"),
        ("mode = troops", "SUPPORT has no mode 'troops'"),
        ("realm = sports", "no realm 'sports'"),
        ("who = Atlantis", "no actor is known as 'Atlantis'"),
        ("who = none", "nobody is named"),
        ("who = Japan", "an event has two sides"),
        ("whom = Japan, Vietnam", "stands on both sides"),
        ("mutual = perhaps", "neither yes nor no"),
        ("when = last spring", "is no date"),
        ("when = 2014-13", "is no date"),
        ("when = 2015..2014", "before it begins"),
        ("who = SUN, Vietnam", "there was no SUN from 2014"),
        ("figure = many", "is no figure"),
        ("figure = 5 furlongs", "no unit 'furlongs'"),
        ("change = 82", "there is no figure yet"),
        ("contexts = sport", "there is no contexts 'sport'"),
        ("cameo = 999", "is no CAMEO code"),
        ("words = Japan bought Vietnam", "not in the text"),
        ("words = ", "not in the text"),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_refused_in_one_line(line: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        changed(SIGNED, line)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value) and len(str(refused.value)) < 400


def test_a_quote_that_does_not_stand_at_its_offsets_is_refused() -> None:
    quote = SIGNED.quote.record() | {"start": SIGNED.quote.start + 1, "end": SIGNED.quote.end + 1}
    with pytest.raises(UsageError, match="do not stand there"):
        corrected(SIGNED, {"quote": quote}, TEXT)
    with pytest.raises(UsageError, match="do not fit their offsets"):
        corrected(SIGNED, {"quote": quote | {"end": quote["end"] + 5}}, TEXT)


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "rd-1"}, {"confidence": 1.0}, {"status": 3}, {"reciprocal": "yes"}, {"source_actors": "JPN"},
        {"source_actors": [1]}, {"date": {"start": "2014"}}, {"date": "2014"}, {"date": {"start": "2014-01-01",
        "precision": "moment"}}, {"quantity": {"value": "5", "unit": "km", "bound": "="}},
        {"quantity": {"value": float("nan"), "unit": "km", "bound": "="}}, {"quantity": 5}, {"quote": "words"},
        {"quantity": {"value": 1e30, "unit": "km", "bound": "="}}, {"contexts": "legal"},
    ],
)  # fmt: skip
def test_values_of_the_wrong_type_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        corrected(SIGNED, changes)


TYPED = st.one_of(
    st.sampled_from(STATUSES).map(lambda v: f"status = {v}"),
    st.sampled_from(EVENT_TYPES).map(lambda v: f"type = {v}"),
    st.sampled_from(REALMS).map(lambda v: f"realm = {v}"),
    st.sampled_from(["PAK", "Kenya, Peru", "SUN, GBR"]).map(lambda v: f"whom = {v}"),
    st.dates(date(1946, 1, 1), date(2030, 1, 1)).map(lambda d: f"when = {d}"),
    st.integers(-(10**12), 10**12).map(lambda n: f"figure = ~ {n} USD of gas"),
)


@given(st.lists(TYPED, min_size=1, max_size=6), st.sampled_from([SIGNED, SENT, VISITED]))
def test_the_difference_makes_the_one_of_the_other(lines: list[str], reading: Reading) -> None:
    now = reading
    for line in lines:
        try:
            now = changed(now, line)
        except UsageError:
            continue
    assert corrected(reading, difference(reading, now)).record() == now.record()
    assert now.mode in (None, *modes().get(now.event_type or "", ()))


@given(st.text(max_size=40))
def test_any_line_is_understood_or_refused(line: str) -> None:
    try:
        corrected(SIGNED, told_change(line, SIGNED, DOCUMENT), TEXT)
    except UsageError as error:
        assert "\n" not in str(error)


def test_what_is_offered_is_taken() -> None:
    assert {name for name, _ in helped(VISITED)} >= {
        "who",
        "whom",
        "type",
        "status",
        "when",
        "figure",
        "words",
    }
    assert days("2014-10-07").end == date(2014, 10, 7)
