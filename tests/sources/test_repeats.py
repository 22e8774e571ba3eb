"""A thing that a file says twice: set aside where word for word, refused where otherwise."""

from __future__ import annotations

import polars as pl
import pytest

from detente.errors import SourceError
from detente.ledger.duckdb import DuckLedger
from detente.sources.registry import reader
from detente.sources.repeats import without_repeats
from detente.sources.source import Reader, Taken
from detente.study.ingest import ingest_file
from tests.sources.edits import fixture

AGAIN = {
    "cow_mid_b.csv": "cow_mid", "dyadic_mid_402.csv": "dyadic_mid", "gml_mid.csv": "gml_mid", "mie.csv": "mie",
    "ucdp_acd.csv": "ucdp_acd", "gsdb.csv": "gsdb", "rivalries_td.csv": "rivalries", "desta.csv": "desta",
    "visa_rules.csv": "visa_rules", "cow_trade_national.csv": "cow_trade_national",
}  # fmt: skip
RUNS = {
    "atop_dyads.csv": "atop", "cow_igo_state_year.csv": "cow_igo", "us_missions_yearly.csv": "us_missions",
}  # fmt: skip


def take(source: str, data: bytes, file: str) -> Taken:
    chosen = reader(source)
    assert isinstance(chosen, Reader)
    return chosen.take(data, file)


@pytest.mark.parametrize("file", AGAIN)
def test_a_row_that_comes_again_is_set_aside_and_names_the_first(file: str) -> None:
    data = fixture(file).rstrip(b"\n") + b"\n"
    lines = data.splitlines(keepends=True)
    plain = without_repeats(take(AGAIN[file], data, file), file)
    assert plain.left_out == take(AGAIN[file], data, file).left_out
    (again,) = {n for n in plain.statements["row_number"] if n == plain.statements["row_number"][0]}
    twice = without_repeats(take(AGAIN[file], data + lines[again - 1], file), file)
    assert twice.statements.drop("row_number", "row").equals(plain.statements.drop("row_number", "row"))
    last = twice.left_out[-1]
    assert (last.row_number, last.reason) == (len(lines) + 1, f"says the same as line {again}")
    assert twice.rows == plain.rows + 1


def test_two_rows_that_say_different_things_of_one_are_refused() -> None:
    data = fixture("dyadic_mid_402.csv").rstrip(b"\n") + b"\n"
    lines = data.splitlines(keepends=True)
    cells = lines[1].rstrip(b"\n").split(b",")
    at = lines[0].rstrip(b"\n").split(b",").index(b"hihost")
    cells[at] = b"3" if cells[at] != b"3" else b"4"
    with pytest.raises(SourceError, match=r"^d\.csv, line \d+: says otherwise what line 2 says"):
        without_repeats(take("dyadic_mid", data + b",".join(cells) + b"\n", "d.csv"), "d.csv")


@pytest.mark.parametrize("file", RUNS)
def test_a_year_that_comes_twice_cannot_be_joined_to_a_run(file: str) -> None:
    data = fixture(file).rstrip(b"\n") + b"\n"
    lines = data.splitlines(keepends=True)
    with pytest.raises(SourceError, match=rf"^f\.csv, line {len(lines) + 1}: says again what line 2 says"):
        without_repeats(take(RUNS[file], data + lines[1], "f.csv"), "f.csv")


def test_a_contradiction_leaves_the_ledger_as_it_was_and_a_repeat_is_told(
    ledger: DuckLedger, tmp_path
) -> None:
    data = fixture("visa_rules.csv").rstrip(b"\n") + b"\n"
    first = next(line for line in data.splitlines()[1:] if line.split(b",")[0] != line.split(b",")[1])
    bad, good = tmp_path / "bad.csv", tmp_path / "good.csv"
    bad.write_bytes(data + b",".join([*first.split(b",")[:2], b"61"]) + b"\n")
    good.write_bytes(data + first + b"\n")
    with pytest.raises(SourceError, match=r"^bad\.csv, line \d+: says otherwise"):
        ingest_file(ledger, "visa_rules", bad)
    assert ledger.statements().is_empty()
    ingest_file(ledger, "visa_rules", good)
    reasons = [row.reason for _, row in ledger.set_aside()]
    assert sum(reason.startswith("says the same as line") for reason in reasons) == 1
    assert ledger.statements().select(pl.col("statement_id").is_unique().all()).item()
    assert ledger.verify() == []


@pytest.fixture
def ledger(tmp_path):
    opened = DuckLedger.open(tmp_path / "ledger", create=True)
    yield opened
    opened.close()
