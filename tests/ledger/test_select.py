"""What is seen: filters, the day it was known, rejections, and the newest release."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import LedgerError
from detente.ledger.duckdb import DuckLedger
from detente.model.statement import statement_frame, statement_id
from tests.ledger.samples import said, snapshot, verdict, vote, votes


def trade(exporter: str, importer: str) -> dict:
    return vote(5, exporter, 7) | {
        "key": f"{exporter}>{importer}",
        "property": "trade_flow",
        "target_actors": [importer],
        "object": None,
    }


@pytest.fixture
def mixed(ledger: DuckLedger) -> DuckLedger:
    rows = [vote(1, "PAK", 1), vote(1, "RUS", 3), vote(2, "IND", 2), trade("RUS", "PAK"), trade("PAK", "IND")]
    ledger.add_batch(statement_frame(rows), snapshot("a"))
    ledger.add_batch(votes((1, "PAK", 2), source="unsc"), snapshot("b", source="unsc"))
    return ledger


@pytest.mark.parametrize(
    ("filters", "keys"),
    [
        ({"properties": ["trade_flow"]}, ["PAK>IND", "RUS>PAK"]),
        ({"sources": ["unsc"]}, ["1|PAK"]),
        ({"sources": {"unsc", "un_votes"}, "objects": ("1",)}, ["1|PAK", "1|PAK", "1|RUS"]),
        ({"actors": ["IND"]}, ["2|IND", "PAK>IND"]),
        ({"actors": ["SUN", "RUS"]}, ["1|RUS", "RUS>PAK"]),
        ({"between": (["PAK"], ["RUS", "SUN"])}, ["RUS>PAK"]),
        ({"between": (["RUS"], ["PAK"]), "properties": ["vote"]}, []),
        ({"properties": []}, []),
        ({"actors": []}, []),
        ({"between": ([], ["PAK"])}, []),
        ({}, ["1|PAK", "1|PAK", "1|RUS", "2|IND", "PAK>IND", "RUS>PAK"]),
    ],
)
def test_filters(mixed: DuckLedger, filters: dict, keys: list[str]) -> None:
    assert sorted(mixed.statements(**filters)["key"]) == keys


def test_statements_are_sorted_and_undated_ones_come_last(ledger: DuckLedger) -> None:
    undated = vote(1, "RUS", 1) | {"start": None, "end": None}
    ledger.add_batch(statement_frame([undated, vote(3, "PAK", 1), vote(2, "PAK", 1)]), snapshot("a"))
    assert ledger.statements()["key"].to_list() == ["2|PAK", "3|PAK", "1|RUS"]


def test_a_text_is_no_collection(mixed: DuckLedger) -> None:
    with pytest.raises(LedgerError, match="not a collection"):
        mixed.statements(actors="PAK")


def test_as_of_hides_what_was_not_yet_known(ledger: DuckLedger) -> None:
    ledger.add_batch(votes((1, "PAK", 1), (2, "PAK", 1)), snapshot("a"))
    assert ledger.statements(as_of=date(1961, 6, 14)).height == 0
    assert ledger.statements(as_of=date(1961, 6, 15)).height == 1
    assert ledger.statements(as_of=date(1962, 6, 15)).height == 2


def test_what_does_not_say_since_when_was_known_when_recorded(ledger: DuckLedger) -> None:
    ledger.add_batch(statement_frame([vote(1, "PAK", 1) | {"known_from": None}]), snapshot("a"))
    assert ledger.statements(as_of=date(2024, 4, 30)).height == 0
    assert ledger.statements(as_of=date(2024, 5, 1)).height == 1


def test_the_last_verdict_by_date_stands(ledger: DuckLedger) -> None:
    ledger.add_batch(votes((1, "PAK", 1), (1, "RUS", 1)), snapshot("a"))
    wanted = statement_id("un_votes", "1|PAK", "vote", "1")
    ledger.add_judgements([verdict("accept", wanted, date(2021, 1, 1))])
    ledger.add_judgements([verdict("reject", wanted, date(2020, 1, 1))])
    seen = {year: ledger.statements(as_of=date(year, 6, 1)).height for year in (2019, 2020, 2021)}
    assert seen == {2019: 2, 2020: 1, 2021: 2}
    ledger.add_judgements([verdict("reject", wanted, date(2022, 1, 1))])
    assert ledger.statements(current=False)["key"].to_list() == ["1|RUS"]
    assert ledger.statement(wanted).key == "1|PAK"


def test_of_two_verdicts_of_one_day_the_one_added_later_stands(ledger: DuckLedger) -> None:
    ledger.add_batch(votes((1, "PAK", 1)), snapshot("a"))
    wanted, day = statement_id("un_votes", "1|PAK", "vote", "1"), date(2024, 1, 1)
    ledger.add_judgements([verdict("reject", wanted, day)])
    ledger.add_judgements([verdict("accept", wanted, day)])
    assert ledger.statements().height == 1
    ledger.add_judgements([verdict("reject", wanted, day, "a third look")])
    assert ledger.statements().height == 0


def test_other_kinds_of_judgement_hide_nothing(ledger: DuckLedger) -> None:
    ledger.add_batch(votes((1, "PAK", 1)), snapshot("a"))
    ledger.add_judgements(
        [verdict("bears_on", statement_id("un_votes", "1|PAK", "vote", "1"), date(2024, 1, 1))]
    )
    assert ledger.statements().height == 1


@pytest.mark.parametrize("newest_first", [False, True])
def test_the_newest_release_is_current(ledger: DuckLedger, newest_first: bool) -> None:
    old = (votes((1, "PAK", 1), (2, "PAK", 1)), snapshot("a", release="2019"))
    new = (votes((1, "PAK", 3)), snapshot("b", release="2023"))
    for frame, taken in (new, old) if newest_first else (old, new):
        ledger.add_batch(frame, taken)
    assert said(ledger.statements()) == {("1|PAK", 3.0), ("2|PAK", 1.0)}
    assert ledger.statements(current=False).height == 3


def test_a_release_that_is_named_is_newer_than_one_that_is_not(ledger: DuckLedger) -> None:
    ledger.add_batch(votes((1, "PAK", 1)), snapshot("a", day=9))
    ledger.add_batch(votes((1, "PAK", 3)), snapshot("b", release="1999"))
    assert said(ledger.statements()) == {("1|PAK", 3.0)}


def test_within_a_release_the_later_recorded_is_newer(ledger: DuckLedger) -> None:
    ledger.add_batch(votes((1, "PAK", 1)), snapshot("a", day=2))
    ledger.add_batch(votes((1, "PAK", 3)), snapshot("b", day=1))
    assert said(ledger.statements()) == {("1|PAK", 1.0)}


def test_a_release_that_goes_back_to_an_older_value_makes_it_current(ledger: DuckLedger) -> None:
    for name, release, value in (("a", "1", 1), ("b", "2", 3), ("c", "3", 1)):
        ledger.add_batch(votes((1, "PAK", value)), snapshot(name, release=release))
    assert said(ledger.statements()) == {("1|PAK", 1.0)}
    assert ledger.statements(current=False).height == 2


def test_before_the_newer_value_was_known_the_older_is_current(ledger: DuckLedger) -> None:
    ledger.add_batch(votes((1, "PAK", 1)), snapshot("a", release="1"))
    later = statement_frame([vote(1, "PAK", 3) | {"known_from": date(2000, 1, 1)}])
    ledger.add_batch(later, snapshot("b", release="2"))
    assert said(ledger.statements(as_of=date(1999, 12, 31))) == {("1|PAK", 1.0)}
    assert said(ledger.statements(as_of=date(2000, 1, 1))) == {("1|PAK", 3.0)}


def test_when_the_newer_value_is_rejected_the_older_is_current(ledger: DuckLedger) -> None:
    ledger.add_batch(votes((1, "PAK", 1)), snapshot("a", release="1"))
    ledger.add_batch(votes((1, "PAK", 3)), snapshot("b", release="2"))
    newer = statement_id("un_votes", "1|PAK", "vote", "3")
    ledger.add_judgements([verdict("reject", newer, date(2024, 1, 1))])
    assert said(ledger.statements()) == {("1|PAK", 1.0)}


def test_sources_properties_and_keys_do_not_supersede_each_other(ledger: DuckLedger) -> None:
    ledger.add_batch(votes((1, "PAK", 1)), snapshot("a", release="1"))
    other = [vote(1, "PAK", 3) | {"property": "intention"}, vote(1, "RUS", 3)]
    ledger.add_batch(statement_frame(other), snapshot("b", release="2"))
    ledger.add_batch(votes((1, "PAK", 2), source="unsc"), snapshot("c", source="unsc", release="3"))
    assert ledger.statements().height == 4


def test_two_values_of_one_key_in_one_release_both_stand(ledger: DuckLedger) -> None:
    ledger.add_batch(votes((1, "PAK", 1)), snapshot("a", release="1"))
    ledger.add_batch(votes((1, "PAK", 2), (1, "PAK", 3)), snapshot("b", release="2"))
    assert said(ledger.statements()) == {("1|PAK", 2.0), ("1|PAK", 3.0)}


releases = st.lists(
    st.tuples(
        st.sampled_from(["", "2019", "2023"]),
        st.dictionaries(st.tuples(st.integers(1, 3), st.sampled_from(["PAK", "RUS"])), st.integers(1, 3)),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=12, deadline=None)
@given(releases, st.randoms(use_true_random=False))
def test_the_order_of_adding_does_not_matter_and_twice_is_once(batches: list, random: object) -> None:
    added = [
        (votes(*((*key, value) for key, value in values.items())), snapshot(f"f{n}", release=release, day=n))
        for n, (release, values) in enumerate(batches)
        if values
    ]
    newest: dict[str, tuple[tuple[str, int], float]] = {}
    for n, (release, values) in enumerate(batches):
        for (roll_call, state), value in values.items():
            key, age = f"{roll_call}|{state}", (release, n)
            newest[key] = max(newest.get(key, (("", -1), 0.0)), (age, float(value)))
    expected = {(key, value) for key, (_, value) in newest.items()}
    shuffled = added + added[:1]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory() as folder:
        ledger = DuckLedger.open(Path(folder) / "ledger", create=True)
        for frame, taken in shuffled:
            ledger.add_batch(frame, taken)
        seen = ledger.statements()
        assert seen["statement_id"].is_unique().all()
        assert said(seen) == expected
        assert len(ledger.snapshots()) == len(added)
        assert ledger.verify() == []
        ledger.close()
