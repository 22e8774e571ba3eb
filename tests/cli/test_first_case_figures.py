"""The figures of the first case, from the publishers' files through the command line alone."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from detente.cli.main import run
from detente.ledger.duckdb import DuckLedger
from tests.cli.running import Capture, well

pytestmark = pytest.mark.shared
EITHER_LAYOUT = ["trade-register_6states_utf8bom.csv", "trade-register_6states_latin1_preamble.csv"]


@pytest.fixture(scope="session")
def ledgers(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A ledger with one file, made when first asked for."""
    folder = tmp_path_factory.mktemp("real")

    def ledger(source: str, file: str | Path) -> Path:
        path = folder / Path(file).name
        if not path.exists():
            assert run(["ingest", source, str(shared / file), "--ledger", str(path), "--format", "json"]) == 0
        return path

    return ledger


def measured(capsys: Capture, ledger: Path, name: str, *arguments: str) -> list[dict[str, Any]]:
    return well(
        capsys, "measure", name, "PAK", "RUS", *arguments, "--ledger", ledger, "--format", "json"
    ).json


def one(records: list[dict[str, Any]], basis: str = "") -> dict[str, Any]:
    (found,) = [r for r in records if r["basis"].startswith(basis)]
    return found


def kept(shared: Path, file: str, folder: Path, keep: Callable[[list[str]], bool]) -> Path:
    """The file with only the rows that the question needs, which are as published: a million take half a minute."""
    path = folder / Path(file).name.removesuffix(".gz")
    with (
        gzip.open(shared / file, "rt", encoding="utf-8", newline="") as given,
        path.open("w", newline="") as out,
    ):
        rows, writer = csv.reader(given), csv.writer(out, lineterminator="\n")
        writer.writerow(next(rows))
        writer.writerows(row for row in rows if keep(row))
    return path


@pytest.fixture(scope="module")
def published(shared: Path, ledgers: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The roll-call votes of the two in UNVotesPublished."""
    folder = tmp_path_factory.mktemp("votes")
    return ledgers(
        "un_votes", kept(shared, "unvotes/UNVotesPublished.csv.gz", folder, lambda r: r[3] in {"365", "770"})
    )


def test_joint_votes_of_all_roll_calls(capsys: Capture, published: Path) -> None:
    got = one(measured(capsys, published, "same_vote_share", "--by", "all"), "all roll calls")
    assert got["n"] == 5247
    assert round(got["value"], 1) == 66.7
    assert len(got["evidence"]) == 2 * 5247


@pytest.mark.parametrize(("decade", "percent"), [(1940, 38), (1980, 80), (1990, 58), (2000, 77)])
def test_same_votes_by_decade(capsys: Capture, published: Path, decade: int, percent: int) -> None:
    window = ("--since", f"{decade}-01-01", "--until", f"{decade + 9}-12-31")
    got = one(measured(capsys, published, "same_vote_share", "--by", "all", *window), "all roll calls")
    assert round(got["value"]) == percent


def test_session_74_of_the_layout_with_names(
    capsys: Capture, shared: Path, ledgers: Any, tmp_path: Path
) -> None:
    calls = (shared / "unvotes" / "roll_calls.csv").read_text(encoding="utf-8").splitlines()
    session = {row["rcid"] for row in csv.DictReader(calls) if row["session"] == "74"}
    file = kept(
        shared, "unvotes/un_votes_1946_2020.csv.gz", tmp_path, lambda r: r[0].removesuffix(".0") in session
    )
    ledger = ledgers("un_votes", file)
    window = ("--by", "session", "--since", "2019-09-01", "--until", "2020-08-31")
    for name, basis, value in (
        ("vote_agreement", "non-unanimous roll calls", 0.814),
        ("similarity_s", "non-unanimous roll calls; absolute", 0.628),
        ("similarity_kappa", "non-unanimous roll calls; quadratic", 0.477),
    ):
        got = one(measured(capsys, ledger, name, *window), basis)
        assert (round(got["value"], 3), got["n"]) == (value, 86), name


@pytest.mark.parametrize("file", EITHER_LAYOUT)
def test_arms_register(capsys: Capture, ledgers: Any, file: str) -> None:
    path = ledgers("sipri_arms", f"sipri/{file}")
    ledger = DuckLedger.open(path)
    orders = ledger.statements(properties=["arms_order"], between=({"RUS", "SUN"}, {"PAK"}))
    ledger.close()
    suppliers = [
        row["source_actors"] for row in orders.iter_rows(named=True) if row["target_actors"] == ["PAK"]
    ]
    assert (suppliers.count(["SUN"]), suppliers.count(["RUS"])) == (10, 9)
    records = measured(capsys, path, "arms_deliveries", "--by", "all")
    got = {tuple(r["actors"]): r["value"] for r in records}
    assert round(got["RUS", "PAK"], 1) in {1220.3, 1193.9}
    assert got["PAK", "RUS"] == 0


def test_the_two_registers_differ_by_a_year(capsys: Capture, ledgers: Any) -> None:
    totals = set()
    for file in EITHER_LAYOUT:
        records = measured(capsys, ledgers("sipri_arms", f"sipri/{file}"), "arms_deliveries", "--by", "all")
        totals |= {round(r["value"], 1) for r in records if r["actors"] == ["RUS", "PAK"]}
    assert totals == {1220.3, 1193.9}


def test_trade(capsys: Capture, ledgers: Any) -> None:
    ledger = ledgers("cow_trade", "cow_trade/cow_trade_ddy_7states.csv")
    records = measured(capsys, ledger, "trade_value", "--by", "year", "--until", "2016-12-31")
    held = DuckLedger.open(ledger)
    rows = held.statements(properties=["trade_flow"], between=({"RUS", "SUN"}, {"PAK"}))
    held.close()
    assert rows["start"].n_unique() == 67
    in_2014 = {tuple(r["actors"]): r["value"] for r in records if r["period"]["start"] == "2014-01-01"}
    assert in_2014 == {("RUS", "PAK"): 162e6, ("PAK", "RUS"): 311e6}
    after = {r["coverage"] for r in records if r["period"]["start"] >= "2015-01-01"}
    assert after == {"outside_coverage"}


def test_organisations_and_the_disagreement_on_shanghai(capsys: Capture, ledgers: Any) -> None:
    igo = ledgers("cow_igo", "igo/state_year_format3_7states.csv")
    records = measured(capsys, igo, "shared_igos", "--by", "year", "--until", "2014-12-31")
    assert next(r["value"] for r in records if r["period"]["start"] == "2014-01-01") == 44
    ledger = DuckLedger.open(igo)
    rows = ledger.statements(properties=["igo_membership"], actors={"PAK"}, objects=["SCO"])
    ledger.close()
    assert rows["value"].to_list() == [0.0]
    assert rows["end"].to_list() == [date(2014, 12, 31)]
    atop = DuckLedger.open(ledgers("atop", "alliances/atop5_1ddyr_7states.csv"))
    ties = atop.statements(properties=["treaty_tie"], between=({"RUS"}, {"PAK"}))
    atop.close()
    assert date(2015, 1, 1) in ties["start"].to_list()
