"""Signposts by rule: true, false, unknown; what silence means; past answers."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from detente.errors import CaseError
from detente.model.finding import Measurement, measurement_frame
from detente.model.statement import statement_frame
from detente.scenarios.signposts import Record, fit, months_before, past, read_rule, rule_of

PAIR = (frozenset({"PAK"}), frozenset({"RUS", "SUN"}))
EXERCISES = {"count": "events", "mode": "exercise", "actors": ["PAK", "RUS"], "months": 24, "at_least": 1}


def event(day, mode="exercise", actors=("PAK", "RUS"), to=(), **more):
    when = date.fromisoformat(day)
    return {
        "source": "chronology", "snapshot": "x", "key": f"{day} {mode} {actors} {to} {more}", "property": "event",
        "source_actors": list(actors), "target_actors": list(to), "reciprocal": not to, "start": when, "end": when,
        "realm": "defence", "event_type": "COOPERATE", "mode": mode, "status": "occurred", "standing": "high",
        "known_from": when,
    } | more  # fmt: skip


def record(*events, measures=None, statements=()):
    return Record(
        events=statement_frame(list(events)),
        statements=statement_frame(list(statements)) if statements else statement_frame([event("2000-01-01")]),
        measures=measures or {}, pair=PAIR,
    )  # fmt: skip


def answer(raw, held, day="2026-11-24"):
    return read_rule(rule_of(raw, "here"), held, date.fromisoformat(day)).answer


def test_enough_events_in_the_window_are_true_and_named():
    held = record(event("2025-03-19"), event("2016-09-24"))
    found = read_rule(rule_of(EXERCISES, "here"), held, date(2026, 11, 24))
    assert (found.answer, len(found.evidence)) == ("true", 1)
    assert found.says.startswith("1 in 24 months to 2026-11-24")


def test_silence_counts_only_where_the_record_reaches():
    assert answer(EXERCISES, record(event("2026-06-01", "visit"))) == "false"
    # the record ends before half of the window
    assert answer(EXERCISES, record(event("2025-06-01", "visit"))) == "unknown"
    assert answer(EXERCISES | {"silence": "says_nothing"}, record(event("2026-06-01", "visit"))) == "unknown"
    # what concerns others does not make the record of these two reach further
    other = event("2026-06-01", "visit", ("PAK", "IND"))
    assert answer(EXERCISES, record(other)) == "unknown"
    assert "nothing of the two" in read_rule(rule_of(EXERCISES, ""), record(other), date(2026, 11, 24)).says


def test_none_or_at_most():
    none = {"count": "events", "mode": "exercise", "months": 24, "at_most": 0}
    assert answer(none, record(event("2026-06-01", "visit"))) == "true"
    assert answer(none, record(event("2026-06-01"))) == "false"
    assert answer(none, record(event("2024-12-01", "visit"))) == "unknown"


def test_sides_reciprocity_predecessors_and_standing():
    base = {"count": "events", "mode": "visit", "months": 12, "at_least": 1}
    to_moscow = record(event("2026-10-01", "visit", ("PAK",), ("RUS",)))
    assert answer(base | {"by": "PAK", "to": "RUS"}, to_moscow) == "true"
    assert answer(base | {"by": "RUS", "to": "PAK"}, to_moscow) == "false"
    both = record(event("2026-10-01", "visit", ("PAK", "RUS")))
    assert answer(base | {"by": "RUS", "to": "PAK"}, both) == "true"
    assert (
        answer(base | {"by": "RUS"}, record(event("1968-04-17", "visit", ("SUN",), ("PAK",))), "1968-12-01")
        == "true"
    )
    low = record(event("2026-10-01", "visit", standing="low"))
    assert answer(base, low) == "false"
    planned = record(event("2026-10-01", "visit", status="planned"))
    assert answer(base, planned) == "false"
    assert answer(base | {"status": "planned"}, planned) == "true"


def test_only_what_was_known_counts():
    late = record(event("2026-01-01", known_from=date(2026, 6, 1)), event("2026-02-28", "visit"))
    assert answer(EXERCISES, late, "2026-03-01") == "false"
    assert answer(EXERCISES, late, "2026-06-01") == "true"


def test_past_years_are_asked_as_they_were():
    held = record(*(event(f"{year}-05-01", "visit") for year in range(2000, 2027)), event("2016-09-24"))
    found = past(rule_of(EXERCISES, ""), held, date(2026, 11, 24), date(2000, 1, 1))
    assert (found.true, found.false, found.unknown) == (2, 24, 0)


def trade(year, *values):
    rows = [
        Measurement(
            measure="trade_value", actors=actors, directed=True, start=date(year, 1, 1), end=date(year, 12, 31),
            value=value, unit="USD", basis="cow", n=1, coverage="value", evidence=(f"st-{value}",),
        )
        for value, actors in zip(values, (("PAK", "RUS"), ("RUS", "PAK")), strict=False)
    ]  # fmt: skip
    return {"trade_value": measurement_frame(rows)}


def test_the_last_value_against_a_threshold():
    below = {"measure": "trade_value", "add_directions": True, "below": 700, "oldest_months": 36}
    above = {"measure": "trade_value", "add_directions": True, "at_least": 700, "oldest_months": 36}
    held = record(event("2026-01-01"), measures=trade(2025, 300.0, 399.0))
    assert (answer(below, held), answer(above, held)) == ("true", "false")
    held = record(event("2026-01-01"), measures=trade(2025, 300.0, 400.0))
    assert (answer(below, held), answer(above, held)) == ("false", "true")
    assert answer(below | {"add_directions": False}, held) == "true"
    assert answer(below, record(event("2026-01-01"), measures=trade(2014, 1.0, 1.0))) == "unknown"
    assert answer(below, held, "2025-06-01") == "unknown"
    assert answer(below, record(event("2026-01-01"))) == "unknown"
    assert answer(below | {"basis": "other"}, held) == "unknown"


def test_directions_are_added_within_one_data_set_and_one_report_of_each():
    """A register of both sides' reports to 2025, and an older one: 300 + 399, not what all four rows add up to."""
    rule = {"measure": "trade_value", "add_directions": True, "below": 700, "oldest_months": 36}

    def row(year, actors, basis, value):
        return Measurement(
            measure="trade_value", actors=actors, directed=True, start=date(year, 1, 1), end=date(year, 12, 31),
            value=value, unit="USD", basis=basis, n=1, coverage="value" if value else "true_zero",
            evidence=(f"st-{basis}-{value}",),
        )  # fmt: skip

    there, back = ("PAK", "RUS"), ("RUS", "PAK")
    rows = [
        row(2024, there, "imports of RUS as reported by RUS; cow_trade", 5000.0),
        row(2024, back, "imports of PAK as reported by PAK; cow_trade", 5000.0),
        row(2025, there, "imports of RUS as reported by RUS; imf_trade", 300.0),
        row(2025, back, "imports of PAK as reported by PAK; imf_trade", 399.0),
        row(2025, back, "exports of RUS as reported by RUS; imf_trade", 390.0),
    ]
    held = record(event("2026-01-01"), measures={"trade_value": measurement_frame(rows)})
    assert answer(rule, held) == "true"
    assert answer(rule | {"below": 699}, held) == "false"
    half = record(event("2026-01-01"), measures={"trade_value": measurement_frame(rows[:3])})
    assert answer(rule, half) == "false"
    nothing = [row(2025, there, "a; imf_trade", 0.0), row(2025, back, "a; imf_trade", 0.0)]
    assert (
        answer(rule, record(event("2026-01-01"), measures={"trade_value": measurement_frame(nothing)}))
        == "true"
    )


def test_the_latest_status_of_a_register():
    rule = {"latest": "pipeline", "status": ["proposed", "cancelled"], "oldest_months": 36}
    row = event("2025-07-07", "proposed", property="pipeline", status="proposed")
    assert answer(rule, record(event("2026-01-01"), statements=[row])) == "true"
    assert answer(rule | {"status": "ongoing"}, record(event("2026-01-01"), statements=[row])) == "false"
    assert answer(rule, record(event("2026-01-01"), statements=[row]), "2029-01-01") == "unknown"
    assert answer(rule, record(event("2026-01-01"))) == "unknown"


def test_all_tests_of_a_rule_must_hold():
    two = [EXERCISES, {"count": "events", "mode": "arms", "months": 24, "at_most": 0}]
    assert answer(two, record(event("2026-06-01"))) == "true"
    assert answer(two, record(event("2026-06-01"), event("2026-06-02", "arms"))) == "false"
    assert answer(two, record(event("2024-12-01"))) == "unknown"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ([], "an empty rule"), ("often", "a test or a list"), ({"months": 3}, "without count, measure or latest"),
        ({"count": "events", "at_least": 1}, "months"),
        ({"count": "rows", "months": 1, "at_least": 1}, "only be events"),
        ({"count": "events", "months": 1}, "at_least or at_most"),
        ({"count": "events", "months": "x", "at_least": 1}, "x"),
        (EXERCISES | {"mood": "good"}, "unknown field 'mood'"), (EXERCISES | {"silence": "gold"}, "silence is"),
        ({"measure": "trade_value", "oldest_months": 3}, "at_least or below"),
        ({"latest": "pipeline"}, "status|oldest"),
    ],
)  # fmt: skip
def test_a_rule_that_is_none_is_refused(raw, reason):
    with pytest.raises(CaseError, match=reason) as caught:
        rule_of(raw, "signposts.yml, entry 3")
    assert str(caught.value).startswith("signposts.yml, entry 3")


def test_months_are_counted_back_to_real_days():
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2024, 3, 31), 1) == date(2024, 2, 29)
    assert months_before(date(2026, 1, 15), 13) == date(2024, 12, 15)


def test_a_fit_counts_and_does_not_weigh():
    found = fit(["true", "false", None, "unknown", "true"])
    assert (found.true, found.false, found.unknown) == (2, 1, 2)
    assert isinstance(statement_frame([event("2020-01-01")]), pl.DataFrame)
