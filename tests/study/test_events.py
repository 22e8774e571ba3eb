"""Several rows can tell one event; some look alike and are two; some are no deed between the two."""

from __future__ import annotations

from datetime import date

from detente.model.judgement import Judgement
from detente.model.statement import Statement, statement_frame
from detente.study.claims import documents_of, nearest
from detente.study.events import events_of

MEMBERS = (frozenset({"KEN"}), frozenset({"BRA"}))
DAY = date(1975, 3, 1)


def row(key: str, **given: object) -> dict[str, object]:
    return {
        "source": "chronology", "snapshot": "a" * 64, "key": key, "property": "event", "source_actors": ["KEN"],
        "target_actors": ["BRA"], "event_type": "CONSULT", "mode": "visit", "realm": "diplomacy", "status": "occurred",
        "start": DAY, "end": DAY, "precision": "day", "standing": "high", "text": key, "original": key,
    } | given  # fmt: skip


def grouped(*rows: dict[str, object], judgements: tuple[Judgement, ...] = ()):
    return events_of(statement_frame(rows), judgements, MEMBERS)


def told(*rows: dict[str, object], judgements: tuple[Judgement, ...] = ()) -> list[set[str | None]]:
    return [{s.text for s in event.statements} for event in grouped(*rows, judgements=judgements)]


def ids(*rows: dict[str, object]) -> dict[str, str]:
    return {str(r["text"]): str(r["statement_id"]) for r in statement_frame(rows).iter_rows(named=True)}


def judged(kind: str, *subjects: str, reason: str = "Both tell one visit.") -> Judgement:
    return Judgement(
        kind=kind, subjects=subjects, value=None, reason=reason, made_by="a", made_on=date(2020, 1, 1)
    )


A, B = row("a"), row("b", standing="low")
LATER = row("later", start=date(1975, 3, 4), end=date(1975, 3, 4))


def test_rows_with_the_same_day_actors_deed_and_realm_are_one_event() -> None:
    assert told(A, B) == [{"a", "b"}]


def test_direction_does_not_part_a_deed() -> None:
    assert told(A, row("b", source_actors=["BRA"], target_actors=["KEN"])) == [{"a", "b"}]


def test_each_of_these_makes_another_event() -> None:
    for change in (
        {"start": date(1975, 3, 2), "end": date(1975, 3, 2)}, {"end": date(1975, 3, 5)}, {"event_type": "AGREE"},
        {"mode": "call"}, {"realm": "trade"}, {"source_actors": ["KEN", "TZA"]},
    ):  # fmt: skip
        assert len(told(A, row("b", **change))) == 2, change


def test_a_judgement_joins_what_differs_and_gives_its_reason() -> None:
    named = ids(A, LATER)
    (event,) = grouped(A, LATER, judgements=(judged("same_event", named["a"], named["later"]),))
    assert {s.text for s in event.statements} == {"a", "later"}
    assert event.reason == "Both tell one visit."


def test_joining_is_carried_on() -> None:
    third = row("third", start=date(1975, 3, 9), end=date(1975, 3, 9))
    named = ids(A, LATER, third)
    joined = (
        judged("same_event", named["a"], named["later"]),
        judged("same_event", named["third"], named["later"]),
    )
    assert told(A, LATER, third, judgements=joined) == [{"a", "later", "third"}]


def test_a_judgement_parts_what_looks_alike() -> None:
    named = ids(A, B)
    parted = told(A, B, judgements=(judged("different_event", named["a"], named["b"]),))
    assert sorted(parted, key=str) == [{"a"}, {"b"}]


def test_a_third_row_alike_does_not_bring_the_parted_together() -> None:
    c = row("c")
    named = ids(A, B, c)
    for pair in (("a", "b"), ("a", "c"), ("b", "c")):
        parted = told(A, B, c, judgements=(judged("different_event", *(named[x] for x in pair)),))
        assert len(parted) == 2, pair
        assert not any(set(pair) <= group for group in parted), pair


def test_judgements_on_rows_that_are_not_held_change_nothing() -> None:
    named = ids(A)
    assert told(A, judgements=(judged("same_event", named["a"], "st-ffffffffffffffffffff"),)) == [{"a"}]
    assert told(A, judgements=(judged("reject", named["a"]),)) == [{"a"}]


def test_the_best_standing_row_leads_and_one_good_row_confirms() -> None:
    (event,) = grouped(B, A)
    assert event.lead.text == "a"
    assert not event.unconfirmed
    (weak,) = grouped(B)
    assert weak.unconfirmed
    (settled,) = grouped(row("claimed", status="claimed"), row("occurred"), judgements=())
    assert settled.lead.text == "occurred"


def test_deeds_of_third_states_are_told_apart() -> None:
    (own,) = grouped(A)
    (beside,) = grouped(row("x", source_actors=["USA"]))
    (marked,) = grouped(row("y", attributes='{"third_party": true}'))
    (together,) = grouped(row("z", source_actors=["KEN", "BRA", "USA"], target_actors=[], reciprocal=True))
    assert [e.third_party for e in (own, beside, marked, together)] == [False, True, True, False]


def test_events_stand_by_date() -> None:
    assert told(LATER, A) == [{"a"}, {"later"}]


def claim(**given: object) -> Statement:
    made = (
        row("claim", source="document_claims", property="claim_event", document="d" * 64, quote_start=0)
        | given
    )
    return Statement.from_row(statement_frame([made]).row(0, named=True))


def near(**given: object) -> list[str | None]:
    events = grouped(
        A, LATER, row("trade", realm="trade"), row("old", start=date(1950, 1, 1), end=date(1950, 1, 1)),
        row("agreed", event_type="AGREE"), row("beside", source_actors=["USA"]),
        row("sixth", start=date(1975, 9, 1), end=date(1975, 9, 1)),
    )  # fmt: skip
    return [s.text for s in nearest(claim(**given), events)]


def test_rows_near_a_claim_share_realm_states_and_time() -> None:
    found = near()
    assert len(found) == 3
    assert set(found) == {"a", "later", "sixth"}, "the same deed comes first"
    assert near(realm="energy") == []
    assert near(start=date(1990, 1, 1), end=date(1990, 1, 1)) == []
    assert near(realm="trade") == ["trade"]
    assert near(start=date(1949, 6, 1), end=date(1950, 6, 1)) == ["old"]


def test_a_claim_without_time_is_near_to_nothing_and_one_without_end_to_all_since() -> None:
    assert near(start=None, end=None) == []
    assert near(start=date(1949, 1, 1), end=None)


def test_claims_are_counted_by_document() -> None:
    assert documents_of([claim(), claim(key="two"), claim(document=None)]) == {"d" * 64: 2, "a" * 64: 1}
