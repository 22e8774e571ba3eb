"""What parts the vote measures between two sessions, from made-up votes in a ledger."""

import numpy as np
import pytest

from detente.errors import UsageError
from detente.ledger.duckdb import DuckLedger
from detente.measures.ideal_points import Plan
from detente.study.disagreement import compared_measures, part_sessions
from detente.study.ingest import ingest_file

HEADER = "rcid,session,vote,ccode,member,importantvote,date,unres,me,nu,di,hr,co,ec,year"
USA, RUSSIA, PAKISTAN = 2, 365, 770
OTHERS = (20, 40, 70, 90, 91, 92, 93, 94, 95, 100, 101, 130, 135, 140, 145, 150, 155, 160, 165, 200)
SHORT = Plan(iterations=600, burn=300, thin=5, chains=2, seed=1)


def written(folder):
    """Session 60 of easy items, session 61 of items that divide the middle; nobody moves."""
    rng = np.random.default_rng(3)
    places = {USA: 2.5, RUSSIA: -0.6, PAKISTAN: 0.6} | dict(
        zip(OTHERS, rng.normal(0, 1, len(OTHERS)), strict=True)
    )
    rows, rcid = [], 0
    for session, low in ((60, 1.5), (61, 0.0)):
        for _ in range(70):
            rcid += 1
            slope = 1.5 * rng.choice([-1, 1])
            for state, place in places.items():
                z = slope * place + rng.standard_normal()
                vote = 1 + int(z > low) + int(z > low + 0.3)
                rows.append(
                    f"{rcid},{session},{vote},{state},1,0,12/05/{1945 + session},R/{session}/{rcid},0,0,0,0,0,0,"
                    f"{1945 + session}"
                )
    (folder / "UNVotesPublished.csv").write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return folder / "UNVotesPublished.csv"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    folder = tmp_path_factory.mktemp("parted")
    held = DuckLedger.open(folder / "ledger", create=True)
    ingest_file(held, "un_votes", written(folder))
    yield held
    held.close()


def test_an_agenda_that_divides_is_told_from_a_move(ledger):
    done = []
    found = part_sessions(ledger, ("PAK", "RUS"), (60, 61), plan=SHORT, progress=done.append)
    rows = {row["measure"]: row for row in found.table.iter_rows(named=True)}
    assert {name.split(";")[0] for name in rows} == set(compared_measures())
    agreement = rows["vote_agreement"]
    assert agreement["change"] < -0.1
    assert agreement["agenda"] < 2 * min(agreement["movement"], 0.0)
    assert rows["ideal_point_distance"]["reads"] == "unclear"
    assert agreement["change"] == pytest.approx(
        agreement["movement"] + agreement["agenda"] + agreement["unexplained"]
    )
    assert (agreement["n_before"], agreement["n_after"]) == (70, 70)
    assert 0.99 < found.r_hat < 3
    assert sum(done) == SHORT.chains * (SHORT.burn + SHORT.iterations)


def test_the_order_of_the_states_does_not_matter(ledger, tmp_path):
    matches = tmp_path / "Matches.csv"
    matches.write_text("v1,rcid1,rcid2\n1,3,90\n", encoding="utf-8")
    here, there = (
        part_sessions(ledger, pair, (60, 61), matches=matches, plan=SHORT).table.drop("measure")
        for pair in (("PAK", "RUS"), ("RUS", "PAK"))
    )
    for column in ("before", "after", "movement", "agenda"):
        assert here[column].to_list() == pytest.approx(there[column].to_list(), abs=1e-9)


def test_bad_questions(ledger, tmp_path):
    for sessions, message in (
        ((61, 60), "earlier and later"),
        ((60, 62), "session 62"),
        ((0, 60), "earlier"),
    ):
        with pytest.raises(UsageError, match=message):
            part_sessions(ledger, ("PAK", "RUS"), sessions, plan=SHORT)
    with pytest.raises(UsageError, match="no vote together"):
        part_sessions(ledger, ("IND", "RUS"), (60, 61), plan=SHORT)
    (tmp_path / "m.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UsageError, match="rcid1, rcid2"):
        part_sessions(ledger, ("PAK", "RUS"), (60, 61), matches=tmp_path / "m.csv", plan=SHORT)
