"""Tellings of one event, in one document or in several, name each other; nothing is lost by it."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path

from benchmarks.reading_retold import score, stems
from hypothesis import given
from hypothesis import strategies as st

from detente.model.reading import Reading
from detente.read import Document, read_document
from detente.read.merge import told_once
from detente.read.same_event import compare
from detente.read.telling import telling_of_reading
from tests.cli.running import Capture, command
from tests.read.scoring import GOLDEN, PUBLISHED

ONE = "In May 2019 Sweden signed an agreement on geological surveys with Chad."
TWO = "Sweden and Chad signed an agreement on geological surveys in May 2019. Chad thanked Sweden."


def read(text: str, name: str) -> list[Reading]:
    return read_document(Document(name, text, name))


@cache
def batch() -> tuple[Reading, ...]:
    texts = {stem: (GOLDEN / f"{stem}.txt").read_text(encoding="utf-8") for stem in sorted(PUBLISHED)}
    return tuple(r for stem, text in texts.items() for r in read(text, stem))


def bare(readings: list[Reading]) -> list[Reading]:
    return [replace(r, also=(), same_event=None) for r in readings]


def test_one_event_of_two_documents_carries_both_quotes() -> None:
    marked = told_once([*read(ONE, "a"), *read(TWO, "b")])
    lead = next(r for r in marked if r.also)
    (other,) = lead.also
    again = next(r for r in marked if r.reading_id == other.reading_id)
    assert again.same_event == lead.reading_id
    assert {lead.document, other.document} == {"a", "b"}
    assert other.quote == again.quote
    assert sum(bool(r.also or r.same_event) for r in marked) == 2


def test_another_year_is_another_event() -> None:
    assert not any(r.also for r in told_once([*read(ONE, "a"), *read(TWO.replace("2019", "2009"), "b")]))


def test_nothing_is_lost_and_marking_twice_changes_nothing() -> None:
    marked = told_once(batch())
    assert bare(marked) == list(batch())
    assert told_once(marked) == marked


@given(st.randoms(use_true_random=False))
def test_the_order_of_readings_makes_no_difference(shuffle: random.Random) -> None:
    given_order = list(batch())
    shuffle.shuffle(given_order)
    assert {(r.reading_id, r.document, r.same_event, r.also) for r in told_once(given_order)} == {
        (r.reading_id, r.document, r.same_event, r.also) for r in told_once(batch())
    }


def test_comparing_is_symmetric() -> None:
    tellings = [telling_of_reading(r) for r in batch() if r.kind == "event"]
    assert all(compare(a, b) == compare(b, a) for a, b in combinations(tellings[:60], 2))


def test_pairs_of_texts_that_tell_the_same_events() -> None:
    found = [score(stem) for stem in stems()]
    assert sum(s.right for s in found) >= 20
    assert sum(len(s.wrong) for s in found) <= 1


def test_the_command_shows_what_is_told_again(tmp_path: Path, capsys: Capture) -> None:
    for name, text in (("a.txt", ONE), ("b.txt", TWO)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    records = command(capsys, "read", tmp_path, "--format", "jsonl").lines
    assert [len(r["also"]) for r in records if r["also"]] == [1]
    table = command(capsys, "read", tmp_path).out
    assert "2 times" in table and "again" in table
