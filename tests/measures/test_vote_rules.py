"""Which roll calls count, held on made-up votes in the publisher's layout: reader, ledger's view, measure."""

import doctest
from datetime import date
from pathlib import Path

import pytest

from detente.ledger.duckdb import DuckLedger
from detente.model.finding import measurements
from detente.study.ingest import ingest_file
from detente.study.measuring import measure_pair

HEADER = "rcid,session,vote,ccode,member,importantvote,date,unres,me,nu,di,hr,co,ec,year"
OTHERS = [2, 20, 40, 70, 90, 91, 92, 93, 94, 95, 100, 101, 130, 135, 140, 145, 150, 155, 160, 165, 200, 210,
          220, 230, 290, 305, 310, 325, 339, 345, 350, 355]  # fmt: skip
PAKISTAN, RUSSIA, INDIA = 770, 365, 750
YES, ABSTAIN, NO, ABSENT, NO_MEMBER = 1, 2, 3, 8, 9


def roll_call(rcid, session, votes, others=YES):
    """One roll call: votes by state number, and what everyone else cast."""
    ballot = dict.fromkeys(OTHERS, others) | votes
    day = f"12/05/{1945 + session}"
    return [
        f"{rcid},{session},{vote},{state},1,0,{day},R/{session}/{rcid},0,0,0,0,0,0,{1945 + session}"
        for state, vote in ballot.items()
    ]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    """Session 60: eight roll calls, of which five count without the unanimous; session 61: none together."""
    folder = tmp_path_factory.mktemp("rules")
    rows = [
        *roll_call(1, 60, {PAKISTAN: YES, RUSSIA: YES}),                    # all yes: unanimous
        *roll_call(2, 60, {PAKISTAN: NO, RUSSIA: NO}, others=NO),           # all no: unanimous too
        *roll_call(3, 60, {PAKISTAN: YES, RUSSIA: YES, 2: ABSENT}),         # an absence does not divide it
        *roll_call(4, 60, {PAKISTAN: YES, RUSSIA: YES, 2: NO}),             # both yes, one no
        *roll_call(5, 60, {PAKISTAN: YES, RUSSIA: ABSTAIN}),                # half an agreement
        *roll_call(6, 60, {PAKISTAN: YES, RUSSIA: NO}),                     # none
        *roll_call(7, 60, {PAKISTAN: ABSENT, RUSSIA: NO}),                  # one side absent
        *roll_call(8, 60, {PAKISTAN: YES, RUSSIA: NO_MEMBER, 2: NO}),       # one side not there
        *roll_call(9, 60, {PAKISTAN: ABSTAIN, RUSSIA: ABSTAIN}),            # both abstain
        *roll_call(10, 61, {PAKISTAN: YES, INDIA: NO}),
    ]  # fmt: skip
    (folder / "UNVotesPublished.csv").write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    held = DuckLedger.open(folder / "ledger", create=True)
    ingest_file(held, "un_votes", folder / "UNVotesPublished.csv")
    yield held
    held.close()


def found(ledger, name, basis, session=60):
    table = measure_pair(
        ledger, name, ("PAK", "RUS"), by="session", start=date(2005, 10, 1), end=date(2007, 1, 1)
    )
    (one,) = [m for m in measurements(table) if m.basis == basis and m.start.year == 1945 + session]
    return one


def test_unanimous_roll_calls_are_dropped_and_absences_never_count(ledger):
    """Seven joint roll calls, three unanimous: (1 + 0.5 + 0 + 1) / 4 without them, (3 + 2.5) / 7 with them."""
    some = found(ledger, "vote_agreement", "non-unanimous roll calls")
    assert (some.value, some.n) == (0.625, 4)
    every = found(ledger, "vote_agreement", "all roll calls")
    assert (every.value, every.n) == (pytest.approx(5.5 / 7), 7)


def test_the_evidence_is_both_votes_of_each_roll_call(ledger):
    some = found(ledger, "vote_agreement", "non-unanimous roll calls")
    told = ledger.statements(properties=["vote"])
    told = told.filter(told["statement_id"].is_in(list(some.evidence)))
    assert sorted(told["object"]) == ["4", "4", "5", "5", "6", "6", "9", "9"]
    assert set(told["value"]) == {1.0, 2.0, 3.0}


@pytest.mark.parametrize(
    ("name", "basis", "value"),
    [
        ("same_vote_share", "", 50.0),
        ("similarity_s", "; absolute distance", 0.25),
        ("similarity_s", "; squared distance", 1 - 2 * (1 + 4) / 4 / 4),
        # margins 3-1-0 and 1-2-1: expected |d| 3*2 + 2*3*1 + 1 + 1, expected d squared 3*2 + 4*3*1 + 1 + 1, of 16
        ("similarity_kappa", "; linear weights", 1 - (3 / 4) / (14 / 16)),
        ("similarity_kappa", "; quadratic weights", 1 - (5 / 4) / (20 / 16)),
    ],
)
def test_the_scores_by_hand(ledger, name, basis, value):
    assert found(ledger, name, f"non-unanimous roll calls{basis}").value == pytest.approx(value)


def test_a_session_without_a_joint_roll_call_is_no_data(ledger):
    got = found(ledger, "similarity_s", "non-unanimous roll calls; absolute distance", session=61)
    assert (got.value, got.n, got.coverage) == (None, 0, "no_data")


def test_the_page_of_vote_tables_holds():
    page = Path(__file__).resolve().parents[2] / "docs" / "method" / "vote_tables.md"
    examples = doctest.DocTestParser().get_doctest(page.read_text(encoding="utf-8"), {}, "page", "page", 0)
    outcome = doctest.DocTestRunner().run(examples)
    assert outcome.attempted >= 3
    assert outcome.failed == 0
