"""Published scores of votes, from the votes themselves: the real reader, the ledger's view, the measures.

The scores are those of docs/method/vote_tables.md; the page says what is left out of which session, and why.
"""

import gzip
from datetime import date

import polars as pl
import pytest

from detente.ledger.duckdb import DuckLedger
from detente.measures.measure import Ask
from detente.measures.registry import measure
from detente.measures.sessions import session_period
from detente.model.finding import measurements
from detente.study.ingest import ingest_file
from detente.world.states import expand

pytestmark = pytest.mark.shared
VARIANTS = (
    ("vote_agreement", ""),
    ("similarity_s", "; absolute distance"),
    ("similarity_s", "; squared distance"),
    ("similarity_kappa", "; linear weights"),
    ("similarity_kappa", "; quadratic weights"),
    ("similarity_pi", "; quadratic weights"),
)
PRINTED = {
    2: (31, 0.468, -0.065, 0.081, -0.073, -0.075, -0.078),
    20: (40, 0.850, 0.700, 0.800, 0.450, 0.560, 0.550),
    30: (67, 0.784, 0.567, 0.694, 0.020, 0.072, -0.003),
    40: (150, 0.823, 0.647, 0.690, -0.002, -0.036, -0.079),
    45: (84, 0.958, 0.917, 0.958, -0.043, -0.043, -0.043),
    50: (80, 0.681, 0.363, 0.569, -0.133, -0.163, -0.276),
    60: (72, 0.882, 0.764, 0.868, 0.494, 0.588, 0.581),
    70: (73, 0.767, 0.534, 0.699, 0.330, 0.442, 0.407),
    72: (87, 0.822, 0.644, 0.764, 0.379, 0.486, 0.453),
    74: (86, 0.814, 0.628, 0.733, 0.411, 0.477, 0.444),
}
SIX_STATES_74 = {
    ("PAK", "RUS"): 0.477, ("PAK", "USA"): -0.056, ("PAK", "IND"): 0.672, ("PAK", "CHN"): 0.616,
    ("RUS", "USA"): -0.192, ("RUS", "IND"): 0.541, ("RUS", "CHN"): 0.710, ("USA", "IND"): -0.094,
    ("USA", "CHN"): -0.180, ("IND", "CHN"): 0.619,
}  # fmt: skip
FINAL_VOTE, AGAIN = "5569", "6006"
"""Resolution 72/164 as A/RES/72/164, and the same roll call a second time as R/72/164."""


@pytest.fixture(scope="module")
def ledger(shared, tmp_path_factory):
    """The sessions of the table, out of the whole file in its publisher's layout."""
    folder = tmp_path_factory.mktemp("votes")
    listed = pl.read_csv(shared / "unvotes" / "roll_calls.csv", infer_schema_length=0)
    wanted = listed.filter(pl.col("session").cast(pl.Int64).is_in(list(PRINTED)))
    wanted.write_csv(folder / "roll_calls.csv")
    rcids = set(wanted["rcid"])
    with gzip.open(shared / "unvotes" / "un_votes_1946_2020.csv.gz", "rt", encoding="utf-8") as whole:
        header, *lines = whole
    kept = [line for line in lines if line.split(",", 1)[0].removesuffix(".0") in rcids]
    (folder / "un_votes.csv").write_text("".join([header, *kept]), encoding="utf-8")
    held = DuckLedger.open(folder / "ledger", create=True)
    for file in ("un_votes.csv", "roll_calls.csv"):
        ingest_file(held, "un_votes", folder / file)
    yield held
    held.close()


@pytest.fixture(scope="module")
def parts(ledger):
    """Roll calls on a paragraph or an amendment, by what the list of roll calls says of each."""
    told = ledger.statements(properties=["roll_call"])
    flag = {
        name: pl.col("attributes").str.json_path_match(f"$.{name}") == "true" for name in ("para", "amend")
    }
    return {name: set(told.filter(is_one)["object"]) for name, is_one in flag.items()}


def scores(ledger, pair, session, without=frozenset()):
    """n and the six scores on non-unanimous roll calls, to three digits."""
    sides = tuple(expand(code) for code in pair)
    votes = ledger.view("joint_votes", side_a=sorted(sides[0]), side_b=sorted(sides[1]))
    votes = votes.filter(~pl.col("object").is_in(sorted(without)))
    start, _ = session_period(session)
    ask = Ask(actors=pair, members=sides, by="session", start=start, end=date(start.year, 12, 31))
    found = []
    for name, variant in VARIANTS:
        table = measure(name).compute(votes, ask)
        rows = table.filter(
            (pl.col("basis") == f"non-unanimous roll calls{variant}") & (pl.col("start") == start)
        )
        (one,) = measurements(rows)
        found.append(one)
    assert len({one.n for one in found}) == 1
    return (found[0].n, *(round(one.value, 3) for one in found))


@pytest.mark.parametrize("session", [2, 20, 30, 40, 45, 50, 70, 74])
def test_the_printed_digits(ledger, session):
    assert scores(ledger, ("RUS", "PAK"), session) == PRINTED[session]


def test_unanimous_roll_calls_are_what_20_and_30_lose(ledger):
    """With them the sessions have one roll call more each, and other digits."""
    sides = (sorted(expand("RUS")), sorted(expand("PAK")))
    votes = ledger.view("joint_votes", side_a=sides[0], side_b=sides[1])
    cast = votes.filter(pl.col("value").is_in([1.0, 2.0, 3.0]))
    joint = cast.filter(pl.len().over("object") == 2).unique("object")
    for session, extra in ((20, 1), (30, 1), (74, 0)):
        own = joint.filter(pl.col("session") == session)
        assert (own.height, own["unanimous"].sum()) == (PRINTED[session][0] + extra, extra)


def test_session_60_is_printed_without_votes_on_paragraphs(ledger, parts):
    assert scores(ledger, ("RUS", "PAK"), 60)[0] == 96
    assert scores(ledger, ("RUS", "PAK"), 60, parts["para"]) == PRINTED[60]


def test_session_72_counts_one_roll_call_twice(ledger, parts):
    """88 against 87: roll call 6006 is 5569 again, so leaving it out gives the printed digits."""
    left_out = parts["para"] | parts["amend"]
    assert scores(ledger, ("RUS", "PAK"), 72, left_out)[:2] == (88, 0.818)
    assert scores(ledger, ("RUS", "PAK"), 72, left_out | {AGAIN}) == PRINTED[72]
    votes = ledger.statements(properties=["vote"], objects=[FINAL_VOTE, AGAIN])
    cast = [
        set(votes.filter(pl.col("object") == rcid).select(pl.col("source_actors").list.first(), "value").rows())
        for rcid in (FINAL_VOTE, AGAIN)
    ]  # fmt: skip
    assert cast[0] == cast[1]
    assert len(cast[0]) == 188
    assert not {FINAL_VOTE, AGAIN} & left_out


def test_no_other_single_roll_call_explains_session_72(ledger, parts):
    """Of the votes that would do (Russia abstains, Pakistan says yes) none but 5569 is there twice."""
    votes = ledger.statements(properties=["vote"]).filter(
        pl.col("attributes").str.json_path_match("$.session") == "72"
    )
    states = pl.col("source_actors").list.first()
    one = votes.group_by("object").agg(
        ballot=pl.struct(state=states, vote="value").sort_by(states), when=pl.col("start").first()
    )
    whole = one.filter(~pl.col("object").is_in(sorted(parts["para"] | parts["amend"])))
    twins = {
        tuple(sorted((a, b)))
        for a, ballot, day in whole.iter_rows()
        for b, other, own in whole.iter_rows()
        if a < b and day == own and ballot == other
    }
    assert twins == {(FINAL_VOTE, AGAIN)}


@pytest.mark.parametrize("pair", SIX_STATES_74, ids="-".join)
def test_five_states_of_session_74(ledger, pair):
    assert scores(ledger, pair, 74)[5] == SIX_STATES_74[pair]
    assert scores(ledger, pair[::-1], 74) == scores(ledger, pair, 74)
