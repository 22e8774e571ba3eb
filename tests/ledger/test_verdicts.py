"""Verdicts, withdrawals and corrections: what the views hide, and that memory and SQL say the same."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.ledger.duckdb import DuckLedger
from detente.model.judgement import Judgement
from detente.model.statement import statement_id
from detente.model.verdicts import standing_verdicts
from tests.ledger.samples import snapshot, votes

DAY = date(2024, 5, 1)
READ, INSTEAD, OTHER = (statement_id("un_votes", f"{n}|PAK", "vote", "1") for n in (1, 2, 3))


def made(kind: str, *subjects: str, on: date = DAY, replaces: Judgement | None = None) -> Judgement:
    return Judgement(
        kind=kind, subjects=subjects, value=None, reason="seen", made_by="a reader", made_on=on,
        replaces=replaces.judgement_id if replaces else None,
    )  # fmt: skip


def keys(ledger: DuckLedger, as_of: date | None = None) -> list[str]:
    return sorted(ledger.statements(as_of=as_of)["key"])


def test_a_correction_stands_in_the_place_of_what_was_read(ledger: DuckLedger) -> None:
    ledger.add_batch(votes((1, "PAK", 1), (3, "PAK", 1)), snapshot("a"))
    corrects = made("correct", READ, INSTEAD)
    ledger.add_judgements([corrects])
    assert keys(ledger) == ["1|PAK", "3|PAK"], "hidden only once the correction is there"
    ledger.add_batch(votes((2, "PAK", 1)), snapshot("b"))
    assert keys(ledger) == ["2|PAK", "3|PAK"]


def test_what_is_withdrawn_is_open_and_can_be_judged_as_before(ledger: DuckLedger) -> None:
    ledger.add_batch(votes((1, "PAK", 1), (2, "PAK", 1)), snapshot("a"))
    first = made("correct", READ, INSTEAD)
    back = made("withdraw", READ, replaces=first)
    assert ledger.add_judgements([first, back]) == 2
    assert keys(ledger) == ["1|PAK"], "the correction that no verdict names is hidden"
    assert ledger.add_judgements([made("correct", READ, INSTEAD)]) == 0, "the same judgement is known"
    assert ledger.add_judgements([made("correct", READ, INSTEAD, replaces=back)]) == 1
    assert keys(ledger) == ["2|PAK"]


def test_what_replaces_stands_whatever_the_clock_said(ledger: DuckLedger) -> None:
    ledger.add_batch(votes((1, "PAK", 1)), snapshot("a"))
    first = made("reject", READ, on=date(2024, 6, 1))
    ledger.add_judgements([first, made("accept", READ, on=DAY, replaces=first)])
    assert keys(ledger) == ["1|PAK"]
    assert ledger.judgement(first.judgement_id).replaces is None


def test_an_id_without_replaces_is_as_it_was() -> None:
    assert made("accept", READ).judgement_id == "ju-" + old_hash(READ)


def old_hash(subject: str) -> str:
    import hashlib
    import json

    fields = {
        "kind": "accept", "subjects": [subject], "value": None, "reason": "seen", "made_by": "a reader",
        "made_on": DAY.isoformat(),
    }  # fmt: skip
    raw = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(raw.encode()).hexdigest()[:20]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["accept", "reject", "correct", "withdraw"]),
        st.sampled_from([READ, OTHER]),
        st.integers(0, 3),
        st.booleans(),
    ),
    max_size=6,
)


@settings(max_examples=25, deadline=None)
@given(STEPS, st.integers(0, 4))
def test_memory_and_views_agree(steps: list[tuple[str, str, int, bool]], until: int) -> None:
    judgements: list[Judgement] = []
    last: dict[str, Judgement] = {}
    for kind, subject, day, chained in steps:
        subjects = (subject, INSTEAD) if kind == "correct" else (subject,)
        one = made(
            kind, *subjects, on=date(2024, 5, 1 + day), replaces=last.get(subject) if chained else None
        )
        if one not in judgements:
            judgements.append(one)
            last[subject] = one
    as_of = date(2024, 5, 1 + until)
    with tempfile.TemporaryDirectory() as folder:
        ledger = DuckLedger.open(Path(folder) / "l", create=True)
        ledger.add_batch(votes((1, "PAK", 1), (2, "PAK", 1), (3, "PAK", 1)), snapshot("a"))
        ledger.add_judgements(judgements)
        standing = standing_verdicts(ledger.judgements(as_of))
        hidden = {subject for subject, j in standing.items() if j.kind in ("reject", "correct")}
        named = any(j.kind == "correct" for j in judgements)
        if named and not any(j.kind == "correct" for j in standing.values()):
            hidden.add(INSTEAD)
        seen = set(ledger.statements(as_of=as_of)["statement_id"])
        ledger.close()
    assert seen == {READ, INSTEAD, OTHER} - hidden
