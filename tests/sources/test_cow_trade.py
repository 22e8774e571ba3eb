from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.errors import SourceError
from detente.sources import cow_trade, cow_trade_national
from detente.sources.source import Taken

FIXTURES = Path(__file__).parent / "fixtures"


def taken(name: str) -> Taken:
    return cow_trade.take((FIXTURES / name).read_bytes(), name)


def flow(frame: pl.DataFrame, key: str) -> dict:
    return frame.filter(pl.col("key") == key).row(0, named=True)


def test_each_flow_once_with_exporter_first() -> None:
    found = taken("cow_trade_published.csv")
    assert (found.rows, found.statements.height, found.release) == (4, 6, "4")
    got = flow(found.statements, "importer=770 exporter=365 year=1990")
    assert (got["source_actors"], got["target_actors"]) == (["SUN"], ["PAK"])
    assert (got["value"], got["unit"], got["original"]) == (60_250_000, "USD", "60.25")
    assert (got["start"], got["end"], got["known_from"]) == (
        date(1990, 1, 1), date(1990, 12, 31), date(1990, 12, 31),
    )  # fmt: skip
    assert json.loads(got["row"])["importer2"] == "Pakistan"


def test_the_code_is_that_of_the_year() -> None:
    frame = taken("cow_trade_published.csv").statements
    codes = {y: flow(frame, f"importer=365 exporter=770 year={y}")["target_actors"] for y in (1991, 1992)}
    assert codes == {1991: ["SUN"], 1992: ["RUS"]}


def test_missing_and_zero_are_kept_apart() -> None:
    frame = taken("cow_trade_published.csv").statements
    missing = flow(frame, "importer=770 exporter=365 year=1991")
    zero = flow(frame, "importer=365 exporter=770 year=1992")
    assert (missing["value"], missing["bound"], missing["attributes"]) == (None, None, '{"missing":true}')
    assert (zero["value"], zero["attributes"]) == (0, None)


def test_rows_before_a_state_existed_are_left_out_with_the_reason() -> None:
    (left,) = taken("cow_trade_published.csv").left_out
    assert (left.row_number, left.reason) == (5, "the Correlates of War number 771 is no state in 1965")


def test_both_layouts_give_the_same_statements() -> None:
    columns = ["key", "property", "value", "source_actors", "target_actors", "start", "known_from"]
    published = taken("cow_trade_published.csv").statements.select(columns).sort("key")
    directed = taken("cow_trade_directed.csv")
    assert directed.statements.select(columns).sort("key").equals(published)
    assert (directed.rows, directed.release, directed.coverage.completeness) == (6, "", "sample")
    assert directed.coverage.states == {"PAK", "SUN", "RUS"}
    assert (directed.coverage.start, directed.coverage.end) == (date(1990, 1, 1), date(1992, 12, 31))


def test_two_rows_that_disagree_about_a_flow_stop() -> None:
    text = (FIXTURES / "cow_trade_directed.csv").read_text().replace("770,365,1992,41.125", "770,365,1992,40")
    with pytest.raises(SourceError, match=r"line 7: '40' in column 'flow1 or flow2'"):
        cow_trade.take(text.encode(), "x.csv")


def test_national_totals() -> None:
    name = "cow_trade_national.csv"
    found = cow_trade_national.take((FIXTURES / name).read_bytes(), name)
    assert (found.rows, found.statements.height, len(found.left_out), found.release) == (4, 6, 1, "4")
    got = flow(found.statements, "state=770 total=imports year=2001")
    assert (got["value"], got["object"], got["source_actors"]) == (1_000_500_000, "imports", ["PAK"])
    for key in ("state=770 total=imports year=2002", "state=365 total=imports year=1991"):
        missing = flow(found.statements, key)
        assert (missing["value"], missing["attributes"]) == (None, '{"missing":true}')


@pytest.mark.shared
def test_the_real_files(shared: Path) -> None:
    path = shared / "cow_trade" / "cow_trade_ddy_7states.csv"
    frame = cow_trade.take(path.read_bytes(), path.name).statements
    pair = frame.filter(pl.col("key").str.contains("importer=770 exporter=365"))
    years = pair["start"].dt.year()
    assert (pair.height, years.min(), years.max()) == (67, 1948, 2014)
    assert flow(frame, "importer=770 exporter=365 year=2014")["value"] == 162e6
    assert flow(frame, "importer=365 exporter=770 year=2014")["value"] == 311e6
    path = shared / "cow_trade" / "National_COW_4.0.csv"
    national = cow_trade_national.take(path.read_bytes(), path.name)
    assert national.rows == 14410
    assert national.statements.height == 2 * (national.rows - len(national.left_out))
    assert {"RUS", "SUN", "PAK", "BGD"} <= set(national.statements["source_actors"].explode())
    assert any("771 is no state in 1965" in left.reason for left in national.left_out)
