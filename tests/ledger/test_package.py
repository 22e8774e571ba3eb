"""The exported Data Package: what it says of its files is what they are."""

from __future__ import annotations

import csv
import hashlib
import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.errors import UsageError
from detente.ledger.duckdb import DuckLedger
from detente.ledger.package import export_package
from detente.model.source import Source
from detente.model.statement import statement_frame
from tests.ledger.samples import COVERAGE, snapshot, verdict, vote, votes

SOURCE = Source(
    name="un_votes",
    title="Votes of a test assembly",
    publisher="Nobody",
    url="https://example.org/votes",
    licence="CC0-1.0",
    licence_note="given away",
    citation="Nobody (2024). Votes.",
    coverage=COVERAGE,
    realm="multilateral",
    unit_of_row="vote",
    formats=("csv",),
    verified=False,
)
QUOTED = {
    "text": 'He said: "no";\nthen, yes',
    "contexts": ["military", "legal"],
    "target_actors": ["RUS", "IND"],
}


@pytest.fixture
def filled(ledger: DuckLedger) -> DuckLedger:
    ledger.add_batch(statement_frame([vote(1, "PAK", 1) | QUOTED]), snapshot("a", release="1"))
    ledger.add_batch(votes((1, "PAK", 3), (9, "RUS", 1)), snapshot("b", release="2"))
    ledger.add_judgements([verdict("accept", "st-1", date(2024, 1, 1))])
    return ledger


def described(folder: Path) -> dict:
    return json.loads((folder / "datapackage.json").read_text())


@pytest.mark.parametrize("to", ["csv", "parquet", "jsonl"])
def test_the_description_fits_the_files(filled: DuckLedger, tmp_path: Path, to: str) -> None:
    folder = tmp_path / "new" / "out"
    written = export_package(filled, folder, to=to, sources=[SOURCE])
    assert [p.name for p in written] == [
        "datapackage.json",
        *(f"{name}.{to}" for name in ("statements", "snapshots", "judgements")),
    ]
    assert sorted(p.name for p in folder.iterdir()) == sorted(p.name for p in written)
    package = described(folder)
    assert package["$schema"].startswith("https://datapackage.org/profiles/2")
    columns = {
        "csv": lambda path: pl.read_csv(path).columns,
        "parquet": lambda path: pl.read_parquet(path).columns,
        "jsonl": lambda path: list(json.loads(path.read_text().splitlines()[0])),
    }[to]
    for resource in package["resources"]:
        data = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert [f["name"] for f in resource["schema"]["fields"]] == columns(folder / resource["path"])
        assert all(f["description"] for f in resource["schema"]["fields"])
    assert package["sources"] == [
        {
            "title": "Votes of a test assembly",
            "path": "https://example.org/votes",
            "version": "1, 2",
            "name": "un_votes",
            "citation": "Nobody (2024). Votes.",
        }
    ]
    assert package["licenses"] == [
        {"path": "https://example.org/votes", "title": "un_votes: CC0-1.0. given away"}
    ]


def test_csv_keeps_every_character_and_joins_lists(filled: DuckLedger, tmp_path: Path) -> None:
    export_package(filled, tmp_path / "out")
    with (tmp_path / "out" / "statements.csv").open(newline="", encoding="utf-8") as file:
        rows = {row["value"]: row for row in csv.DictReader(file) if row["key"] == "1|PAK"}
    assert rows["1.0"]["text"] == QUOTED["text"]
    assert (rows["1.0"]["contexts"], rows["1.0"]["target_actors"]) == ("military;legal", "RUS;IND")
    assert (rows["1.0"]["current"], rows["3.0"]["current"]) == ("false", "true")
    assert rows["1.0"]["start"] == "1961-06-15"
    assert rows["1.0"]["recorded_at"] == "2024-05-01T12:00:00.000000Z"
    types = {f["name"]: f["type"] for f in described(tmp_path / "out")["resources"][0]["schema"]["fields"]}
    assert (types["contexts"], types["value"], types["start"]) == ("list", "number", "date")


def test_parquet_and_json_lines_keep_lists(filled: DuckLedger, tmp_path: Path) -> None:
    export_package(filled, tmp_path / "p", to="parquet")
    assert (
        pl.read_parquet(tmp_path / "p" / "statements.parquet")
        .drop("current")
        .equals(filled.statements(current=False))
    )
    export_package(filled, tmp_path / "j", to="jsonl")
    lines = (tmp_path / "j" / "statements.jsonl").read_text().splitlines()
    assert ["military", "legal"] in [json.loads(line)["contexts"] for line in lines]
    (judged,) = (tmp_path / "j" / "judgements.jsonl").read_text().splitlines()
    assert json.loads(judged) == verdict("accept", "st-1", date(2024, 1, 1)).record()


def test_as_of(filled: DuckLedger, tmp_path: Path) -> None:
    export_package(filled, tmp_path / "out", to="parquet", as_of=date(1961, 12, 31))
    assert pl.read_parquet(tmp_path / "out" / "statements.parquet").height == 2
    assert pl.read_parquet(tmp_path / "out" / "judgements.parquet").height == 0


def test_an_empty_ledger_can_be_exported(ledger: DuckLedger, tmp_path: Path) -> None:
    for to in ("csv", "parquet", "jsonl"):
        export_package(ledger, tmp_path / to, to=to)
        assert "licenses" not in described(tmp_path / to)


def test_a_source_without_record_is_named(filled: DuckLedger, tmp_path: Path) -> None:
    export_package(filled, tmp_path / "out")
    assert described(tmp_path / "out")["sources"] == [{"title": "un_votes", "version": "1, 2"}]


def test_a_folder_that_holds_something_is_left_alone(filled: DuckLedger, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(UsageError, match="not empty"):
        export_package(filled, tmp_path)
    with pytest.raises(UsageError, match="not empty"):
        export_package(filled, tmp_path / "thesis.txt")
    with pytest.raises(UsageError, match="no format 'xls'"):
        export_package(filled, tmp_path / "out", to="xls")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["ledger", "thesis.txt"]


def test_an_empty_folder_may_be_given_and_a_failure_leaves_nothing(
    filled: DuckLedger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(DuckLedger, "judgements", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            export_package(filled, folder)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["ledger", "out"]
    assert list(folder.iterdir()) == []
    assert len(export_package(filled, folder)) == 4
