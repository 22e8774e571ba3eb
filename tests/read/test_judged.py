"""Verdicts on readings, when the same text is read again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from detente.model.judgement import Judgement
from detente.model.reading import DateInterval, Quantity, QuoteSpan, Reading
from detente.model.statement import Statement
from detente.read import document_from_bytes, read_document
from detente.read.corrections import corrected, difference
from detente.read.golden import golden_record, still_wrong
from detente.read.judged import Judged, honoured, judged_readings
from detente.read.statements import reading_of, statements_of

TEXT = (
    "In March 2014 Japan and Vietnam signed an agreement on defence. In 2015 Kenya sent Somalia 20 trucks. "
    "On 3 May 2016 Peru’s foreign minister visited Chile. In 2017 Norway and Sweden held talks on fisheries."
)
DOCUMENT = document_from_bytes(TEXT.encode(), "a.txt")
FRESH = read_document(DOCUMENT)
STATEMENTS = [
    Statement.from_row(r) for r in statements_of(FRESH, DOCUMENT, published=None).iter_rows(named=True)
]
KNOWN = judged_readings(STATEMENTS, [])


def verdict(one: Judged, kind: str, **changes: object) -> Judged:
    value = json.dumps(difference(one.read, corrected(one.read, changes))) if changes else None
    made = Judgement(
        kind=kind, subjects=(one.statement.statement_id, "st-instead"), value=value, reason="seen", made_by="Ada",
        made_on=date(2024, 5, 1),
    )  # fmt: skip
    return replace(one, last=made)


def test_a_reading_is_restored_whole() -> None:
    whole = replace(
        FRESH[2],
        reader="endpoint some-model:7b",
        quote=QuoteSpan(FRESH[2].quote.exact, FRESH[2].quote.start, FRESH[2].quote.end, 3, "other words"),
        source_sectors=("MIL", None), target_sectors=("BUS",), mode="visit", contexts=("legal", "military"),
        date=DateInterval(date(2016, 5, 1), None, "month"), attributed_to="CHL", cameo="042", confidence=0.123456,
        quantity=Quantity(value=1.5, unit="USD/year", bound="~", of="gas — “all”", change_percent=-3.5,
                          period=DateInterval(date(2015, 1, 1), None, "half")),
    )  # fmt: skip
    (row,) = statements_of([whole], DOCUMENT, published=date(2020, 1, 1)).iter_rows(named=True)
    assert reading_of(Statement.from_row(row)) == whole
    assert [reading_of(s) for s in STATEMENTS] == FRESH


def test_each_verdict_is_honoured() -> None:
    a, b, c, d = KNOWN
    found = honoured(
        DOCUMENT,
        FRESH,
        [verdict(a, "accept"), verdict(b, "reject"), verdict(c, "correct", status="planned"), d],
    )
    assert [r.status for r in found.readings] == ["occurred", "planned", "occurred"]
    assert [j.read for j in found.rejected] == [FRESH[1]]
    assert {found.verdicts[r.reading_id].kind for r in found.readings[:2]} == {"accept", "correct"}
    assert found.unjudged == [FRESH[3]]
    assert (
        found.readings[1].confidence == 1.0
        and "corrected by Ada on 2024-05-01: seen" in found.readings[1].because
    )


def test_a_verdict_survives_a_reader_that_says_something_else() -> None:
    other = replace(FRESH[1], event_type="COERCE", cameo=None)
    for kind in ("accept", "correct"):
        changes = {"realm": "trade"} if kind == "correct" else {}
        one = verdict(KNOWN[1], kind, **changes)
        found = honoured(DOCUMENT, [FRESH[0], other, *FRESH[2:]], [KNOWN[0], one])
        assert len(found.readings) == 4 and other not in found.readings
        assert found.readings[1].event_type == FRESH[1].event_type
        assert honoured(DOCUMENT, [FRESH[0], *FRESH[2:]], [one]).readings == found.readings, (
            "nor of one that is silent"
        )


def test_a_rejection_says_nothing_of_what_is_read_instead() -> None:
    other = replace(FRESH[1], event_type="COERCE", cameo=None)
    found = honoured(DOCUMENT, [other], [verdict(KNOWN[1], "reject")])
    assert found.readings == found.unjudged == [other]


def test_another_reading_of_the_same_words_is_left_alone() -> None:
    """Two readings of one quote, of which one is judged and no longer read: the other is not taken for it."""
    twin = replace(FRESH[1], event_type="COERCE", cameo=None)
    rows = statements_of([FRESH[1], twin], DOCUMENT, published=None).iter_rows(named=True)
    first, second = judged_readings([Statement.from_row(r) for r in rows], [])
    found = honoured(DOCUMENT, [twin], [verdict(first, "accept"), second])
    assert sorted(r.event_type or "" for r in found.readings) == sorted([FRESH[1].event_type or "", "COERCE"])


def test_a_reader_that_has_learned_says_it_once() -> None:
    one = verdict(KNOWN[1], "correct", event_type="SANCTION")
    learned = one.stands
    assert learned is not None
    found = honoured(DOCUMENT, [replace(learned, because="by a new rule", confidence=0.9)], [one])
    assert found.readings == [learned]


def test_words_that_moved_are_found_and_words_that_went_are_told() -> None:
    one = verdict(KNOWN[1], "accept")
    moved = replace(DOCUMENT, text="News. " + TEXT)
    (reading,) = honoured(moved, [], [one]).readings
    assert moved.text[reading.quote.start : reading.quote.end] == reading.quote.exact == FRESH[1].quote.exact
    gone = honoured(replace(DOCUMENT, text="Nothing."), [], [one])
    assert (gone.readings, gone.lost) == ([], [one])


KINDS = st.lists(st.sampled_from(["open", "accept", "reject", "correct"]), min_size=4, max_size=4)


@given(KINDS, st.sets(st.integers(0, 3)), st.booleans())
def test_no_reading_is_lost_or_told_twice(kinds: list[str], read_now: set[int], altered: bool) -> None:
    known = [
        one if kind == "open" else verdict(one, kind, **({"realm": "energy"} if kind == "correct" else {}))
        for one, kind in zip(KNOWN, kinds, strict=True)
    ]
    fresh: list[Reading] = [
        replace(r, mode=None, cameo=None, event_type="ACCUSE") if altered and n % 2 else r
        for n, r in enumerate(FRESH)
        if n in read_now
    ]
    found = honoured(DOCUMENT, fresh, known)
    ids = [r.reading_id for r in found.readings]
    assert len(ids) == len(set(ids))
    for n, kind in enumerate(kinds):
        here = [r for r in found.readings if r.quote == FRESH[n].quote]
        changed = altered and n % 2 == 1
        expected = 1 if kind in ("accept", "correct") else int(n in read_now and (kind == "open" or changed))
        assert len(here) == expected, (n, kind)
    assert honoured(DOCUMENT, found.readings, known).readings == found.readings


def test_a_golden_record_is_right_only_when_it_is_read_so() -> None:
    wrong = verdict(KNOWN[1], "correct", status="planned", target_actors=["UGA"])
    record = json.loads(json.dumps(golden_record(wrong)))
    said = still_wrong(record, FRESH)
    assert (
        said is not None
        and "status is occurred, not planned" in said
        and "target_actors is SOM, not UGA" in said
    )
    assert wrong.stands is not None
    assert still_wrong(record, [*FRESH, wrong.stands]) is None
    assert still_wrong(record, []) == "nothing of this kind is read in these words"
    assert "mode" not in record["compared"] and "status" in record["compared"]
    rejected = golden_record(verdict(KNOWN[1], "reject"))
    assert still_wrong(rejected, FRESH) == "it is read again"
    assert still_wrong(rejected, [FRESH[0]]) is None
    assert still_wrong(golden_record(verdict(KNOWN[0], "accept")), FRESH) is None
