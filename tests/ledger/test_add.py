"""Adding: all or nothing, twice is once, and what is not a batch of statements is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from detente.errors import LedgerError
from detente.ledger.duckdb import DuckLedger
from detente.ledger.ledger import BatchResult, Ledger, SetAside
from detente.ledger.lock import exclusive
from detente.ledger.schema import VISIBLE_SCHEMA
from detente.model.statement import empty_statements
from tests.ledger.samples import FIRST_DAY, said, snapshot, verdict, votes

THREE = votes((1, "PAK", 1), (1, "RUS", 3), (2, "PAK", 2))


def as_protocol(ledger: DuckLedger) -> Ledger:
    return ledger


def test_a_batch_comes_back_as_it_was_given(ledger: DuckLedger) -> None:
    result = as_protocol(ledger).add_batch(THREE, snapshot("a"))
    assert (result.rows, result.statements, result.set_aside, result.already_there) == (3, 3, 0, 0)
    found = ledger.statements()
    assert found.schema == pl.Schema(VISIBLE_SCHEMA)
    expected = THREE.with_columns(snapshot=pl.lit(snapshot("a").sha256)).sort("start", "end", "statement_id")
    assert found.drop("recorded_at").equals(expected)
    assert found["recorded_at"].unique().to_list() == [FIRST_DAY]


def test_adding_twice_changes_nothing(ledger: DuckLedger) -> None:
    first = ledger.add_batch(THREE, snapshot("a"))
    before = sorted(ledger.path.joinpath("batches").rglob("*"))
    again = ledger.add_batch(THREE, snapshot("a", day=9))
    assert again == BatchResult(first.batch, 3, 3, 0, 3)
    assert sorted(ledger.path.joinpath("batches").rglob("*")) == before
    assert len(ledger.snapshots()) == 1
    assert ledger.statements().height == 3


def test_another_file_of_the_source_stores_only_what_is_new(ledger: DuckLedger) -> None:
    ledger.add_batch(THREE, snapshot("a"))
    more = pl.concat([THREE, votes((2, "RUS", 2))])
    result = ledger.add_batch(more, snapshot("b", day=1))
    assert (result.statements, result.already_there) == (4, 3)
    assert ledger.statements()["statement_id"].is_unique().all()
    assert ledger.statements().height == 4
    stored = ledger.path / "batches" / result.batch / "statements.parquet"
    assert pl.read_parquet(stored).height == 1


def test_a_file_that_says_nothing_new_still_records_its_snapshot(ledger: DuckLedger) -> None:
    ledger.add_batch(THREE, snapshot("a"))
    result = ledger.add_batch(THREE, snapshot("b", day=1))
    assert (result.statements, result.already_there) == (3, 3)
    assert [s.file for s in ledger.snapshots()] == ["a.csv", "b.csv"]
    assert ledger.snapshot(snapshot("b").sha256) == snapshot("b", day=1)
    assert ledger.verify() == []


def test_an_empty_batch_records_its_snapshot(ledger: DuckLedger) -> None:
    result = ledger.add_batch(empty_statements(), snapshot("a"))
    assert (result.statements, result.already_there) == (0, 0)
    assert ledger.snapshots() == [snapshot("a")]
    assert ledger.statements().height == 0
    assert ledger.verify() == []


def test_rows_set_aside_are_kept(ledger: DuckLedger) -> None:
    row = SetAside(4, "a membership the state never took up", '{"state": "Ärger\\u2028"}')
    assert ledger.add_batch(THREE, snapshot("a"), [row]).set_aside == 1
    assert ledger.set_aside("un_votes") == [(snapshot("a"), row)]
    assert ledger.set_aside("atop") == []


def test_snapshots_are_by_source_and_oldest_first(ledger: DuckLedger) -> None:
    other = votes((1, "PAK", 1), source="unsc_votes")
    ledger.add_batch(other, snapshot("z", source="unsc_votes", day=1))
    ledger.add_batch(THREE, snapshot("a", day=2))
    ledger.add_batch(votes((9, "PAK", 1)), snapshot("b"))
    assert [s.file for s in ledger.snapshots()] == ["b.csv", "z.csv", "a.csv"]
    assert [s.file for s in ledger.snapshots("un_votes")] == ["b.csv", "a.csv"]
    with pytest.raises(LedgerError, match="has seen no file"):
        ledger.snapshot("f" * 64)


def test_one_statement_and_an_unknown_one(ledger: DuckLedger) -> None:
    ledger.add_batch(THREE, snapshot("a"))
    wanted = THREE.row(0, named=True)["statement_id"]
    found = ledger.statement(wanted)
    assert (found.key, found.actors, found.value, found.detail("session")) == ("1|PAK", ("PAK",), 1.0, 15)
    assert found.snapshot == snapshot("a").sha256
    with pytest.raises(LedgerError, match="holds no statement st-0"):
        ledger.statement("st-0")


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (THREE.drop("unit", "note"), "lacks column unit, note"),
        (THREE.with_columns(extra=pl.lit(1)), "unknown column extra"),
        (THREE.with_columns(pl.col("value").cast(pl.Int64)), "column value is Int64, not Float64"),
        (pl.concat([THREE, THREE.head(1)]), r"stands twice.*st-[0-9a-f]{20}, key '1\|PAK'.*row None"),
        (THREE.with_columns(key=pl.lit(None, pl.String)), "key is null"),
        (THREE.with_columns(source=pl.lit("atop")), "the source is not un_votes"),
        (THREE.with_columns(snapshot=pl.lit("0" * 64)), "the snapshot is not"),
    ],
)
def test_what_is_not_a_batch_is_refused_whole(ledger: DuckLedger, frame: pl.DataFrame, message: str) -> None:
    with pytest.raises(LedgerError, match=message):
        ledger.add_batch(frame, snapshot("a"))
    assert ledger.snapshots() == []
    assert ledger.statements().height == 0


def test_a_time_without_zone_is_refused(ledger: DuckLedger) -> None:
    with pytest.raises(LedgerError, match="no time zone"):
        ledger.add_batch(THREE, replace(snapshot("a"), recorded_at=datetime(2024, 1, 1)))


def test_judgements_are_added_once_and_read_in_order(ledger: DuckLedger) -> None:
    late, early = verdict("reject", "st-1", date(2024, 3, 1)), verdict("accept", "st-2", date(2023, 3, 1))
    assert ledger.add_judgements([late, early, late]) == 2
    assert ledger.add_judgements([early]) == 0
    assert ledger.judgements() == [early, late]
    assert ledger.judgements(as_of=date(2023, 12, 31)) == [early]
    assert ledger.judgement(late.judgement_id) == late
    with pytest.raises(LedgerError, match="holds no judgement"):
        ledger.judgement("ju-0")


def test_a_folder_that_is_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="no ledger in this folder"):
        DuckLedger.open(tmp_path / "none")
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(LedgerError, match="not empty and not a ledger"):
        DuckLedger.open(tmp_path, create=True)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("text", ['{"format": 99}', "{}", "no json"])
def test_a_ledger_of_another_format(ledger: DuckLedger, text: str) -> None:
    (ledger.path / "ledger.json").write_text(text)
    with pytest.raises(LedgerError):
        DuckLedger.open(ledger.path)


def test_a_folder_left_half_made_can_be_made_a_ledger(tmp_path: Path) -> None:
    (tmp_path / "batches").mkdir()
    (tmp_path / ".tmp-1").write_text("")
    assert DuckLedger.open(tmp_path, create=True).statements().height == 0


def test_opening_again_sees_the_same(ledger: DuckLedger) -> None:
    ledger.add_batch(THREE, snapshot("a"))
    assert said(DuckLedger.open(ledger.path).statements()) == {("1|PAK", 1.0), ("1|RUS", 3.0), ("2|PAK", 2.0)}


def test_a_path_with_quotes_spaces_and_patterns(tmp_path: Path) -> None:
    odd = DuckLedger.open(tmp_path / "year=2024" / "Peter's [1] $a :b {c} ledger*?", create=True)
    odd.add_batch(THREE, snapshot("a"))
    with exclusive(odd.path / "cache.lock", wait_seconds=0):
        assert odd.statements().height == 3
    odd.close()
    assert odd.statements().height == 3
    assert odd.verify() == []


def test_many_values_go_into_a_filter(ledger: DuckLedger) -> None:
    ledger.add_batch(THREE, snapshot("a"))
    many = [str(number) for number in range(1, 800)] + ["'; drop table stored; --"]
    assert ledger.statements(objects=many).height == 3
