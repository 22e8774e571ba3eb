"""Events: who is counted, several rows of one event, balance and volume by realm."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.measures.registry import measure
from detente.model.finding import measurements
from detente.model.vocabulary import EVENT_TYPES, QUAD, REALMS
from tests.measures.frames import COMPLETE, SAMPLE, ask, frame, result, said

balance, volume = measure("event_balance").compute, measure("event_volume").compute


def event(key, type_="CONSULT", realm="trade", day=date(2000, 5, 1), end=None, **more):
    fields = {"source_actors": ["PAK", "RUS"], "status": "occurred", "standing": "high", "mode": "visit"}
    return said(**{"property_": "event", "key": key, "source": "chronology", "event_type": type_, "realm": realm,
                   "start": day, "end": end or day} | fields | more)  # fmt: skip


EVENTS = frame(
    event("visit"),
    event("visit told again, weakly", standing="low"),
    event("deal", "SUPPORT", status="ongoing"),
    event("protest", "ACCUSE", source_actors=["RUS"], target_actors=["PAK"]),
    event("rumour", "ASSAULT", realm="defence", standing="low"),
    event("same event, other realm", "SUPPORT", realm="energy", status="ongoing"),
    event("planned", "AGREE", status="planned"),
    event("statistic", property_="statistic"),
    event("claim", property_="claim_invitation"),
    event("reading", source="document"),
    event("one side only", source_actors=["PAK"]),
    event("third party", attributes={"third_party": True}),
    event("next year", day=date(2001, 1, 1), end=date(2003, 1, 1)),
)


def test_balance_by_hand():
    """Trade in 2000: visit and deal against one accusation; over all realms the assault rests on a weak row."""
    table = balance(EVENTS, ask(end=2000, coverage=[SAMPLE]))
    got = result(table, "trade; confirmed")
    assert (got.value, got.n, got.unit, got.low, got.coverage) == (1.0, 3, "events", None, "value")
    assert result(table, "trade; net share; confirmed").value == pytest.approx(1 / 3)
    assert result(table, "all realms; confirmed").value == 1.0
    assert result(table, "all realms; with unconfirmed").value == 0.0
    assert result(table, "all realms; net share; with unconfirmed").coverage == "value"
    assert result(table, "defence; with unconfirmed").value == -1.0
    assert result(table, "energy; confirmed").value == 1.0


def test_volume_by_hand():
    table = volume(EVENTS, ask(end=2001, coverage=[SAMPLE]))
    assert result(table, "all realms; confirmed", start=2000).value == 3.0
    assert result(table, "all realms; with unconfirmed", start=2000).value == 4.0
    assert result(table, "trade; confirmed", start=2001).value == 1.0
    assert len(result(table, "trade; confirmed", start=2000).evidence) == 5


def test_rows_of_one_event_are_all_its_evidence():
    one = EVENTS.filter(EVENTS["key"].is_in(["visit", "visit told again, weakly"]))
    got = result(volume(one, ask(end=2000)), "all realms; confirmed")
    assert (got.n, len(got.evidence)) == (1, 2)


def test_every_realm_has_a_row_and_silence_its_kind():
    for compute, names in ((volume, 1), (balance, 2)):
        table = compute(EVENTS, ask(end=2001, coverage=[SAMPLE]))
        assert table.height == (len(REALMS) + 1) * 2 * 2 * names
        assert result(table, "people; confirmed", start=2000).coverage == "no_data"
        assert result(compute(EVENTS, ask(start=2030, end=2030)), "people; confirmed").coverage == (
            "outside_coverage"
        )
        complete = compute(EVENTS, ask(end=2000, coverage=[COMPLETE]))
        assert result(complete, "people; confirmed").value == 0.0
    assert result(complete, "people; net share; confirmed").coverage == "no_data"


def test_by_month():
    table = volume(EVENTS, ask("month", date(2000, 4, 1), date(2000, 5, 31), coverage=[SAMPLE]))
    april, may = (m for m in measurements(table) if m.basis == "trade; confirmed")
    assert (april.coverage, may.value, may.end) == ("no_data", 3.0, date(2000, 5, 31))


kinds = st.lists(st.tuples(st.sampled_from(EVENT_TYPES), st.sampled_from(REALMS)), min_size=1, max_size=12)


@settings(max_examples=25, deadline=None)
@given(kinds, st.integers(0, 999))
def test_laws_of_events(listed, seed):
    rows = [event(i, kind, realm, mode=str(i)) for i, (kind, realm) in enumerate(listed)]
    stranger = event("x", "ASSAULT", source_actors=["IND", "USA"])
    table = balance(frame(*rows), ask(end=2000))
    shuffled = frame(*rows, stranger).sample(fraction=1, shuffle=True, seed=seed)
    assert table.equals(balance(shuffled, ask(end=2000)))
    whole = result(table, "all realms; confirmed").value
    assert whole == sum(1 if "cooperation" in QUAD[kind] else -1 for kind, _ in listed)
    assert whole == sum(result(table, f"{realm}; confirmed").value or 0 for realm in REALMS)
    assert -1 <= result(table, "all realms; net share; confirmed").value <= 1
    assert result(volume(shuffled, ask(end=2000)), "all realms; confirmed").value == len(listed)


def test_a_reading_counts_once_it_is_reviewed():
    """With the days of a recorded event it tells that one again; else it is an event of its own."""
    loose = {
        "day": date(2000, 1, 1),
        "end": date(2000, 12, 31),
        "source": "reviewed document",
        "standing": None,
    }
    rows = (
        event("visit"),
        event("the same visit", mode=None, **loose),
        event("a deal nobody recorded", "SUPPORT", **loose),
        event("the deal told again", "SUPPORT", **loose | {"day": date(2000, 3, 1), "end": date(2000, 3, 1)}),
        event("not reviewed", "AID", source="document"),
    )
    for ordered in (rows, rows[::-1]):
        table = volume(frame(*ordered), ask(end=2000, coverage=[SAMPLE]))
        got = result(table, "all realms; confirmed", start=2000)
        assert (got.value, len(got.evidence)) == (2.0, 4)
