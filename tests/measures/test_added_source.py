"""Adding a source never changes another source's statements, whatever the order of adding."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.ledger.duckdb import DuckLedger
from detente.study.ingest import ingest_file

FIXTURES = Path(__file__).resolve().parents[1] / "sources" / "fixtures"
FILES = {
    "cow_trade": "cow_trade_published.csv", "cow_trade_national": "cow_trade_national.csv", "imf_trade": "imf_sdmx.csv",
    "gravity": "gravity_2006.csv", "geodist": "geodist.csv", "wdi": "wdi.json", "un_votes": "un_votes_published.csv",
    "un_ideal_points": "un_ideal_points_2023.csv", "sipri_arms": "sipri_arms_bom.csv", "gsdb": "gsdb.csv",
    "cow_igo": "cow_igo_state_year.csv", "chronology": "chronology.csv",
}  # fmt: skip


def held(ledger, source):
    found = ledger.statements(sources=[source])
    return found.drop("recorded_at", "batch", strict=False).sort("statement_id")


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """The statements of each source in a ledger of its own."""
    found = {}
    for source, file in FILES.items():
        ledger = DuckLedger.open(tmp_path_factory.mktemp(source) / "ledger", create=True)
        ingest_file(ledger, source, FIXTURES / file)
        found[source] = held(ledger, source)
        ledger.close()
    return found


@settings(max_examples=3, deadline=None, derandomize=True)
@given(order=st.permutations(sorted(FILES)).map(lambda names: names[:6]))
def test_each_source_says_what_it_says_alone(alone, tmp_path_factory, order):
    ledger = DuckLedger.open(tmp_path_factory.mktemp("together") / "ledger", create=True)
    for number, source in enumerate(order):
        ingest_file(ledger, source, FIXTURES / FILES[source])
        for earlier in order[: number + 1]:
            assert held(ledger, earlier).equals(alone[earlier])
            assert held(ledger, earlier).height > 0
    ledger.close()
