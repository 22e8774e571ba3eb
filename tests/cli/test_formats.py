"""What programs read: every --format parses and holds the fields of the contract, in its order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.measures.registry import MEASURES
from detente.sources.registry import SOURCES
from tests.cli.running import Capture, Outcome, stand_in_order, well

MEASUREMENT = [
    "measure", "actors", "directed", "period", "value", "low", "high", "unit", "basis", "n", "coverage", "evidence",
]  # fmt: skip
TURNING = ["measure", "date", "date_low", "date_high", "before", "after", "p_value", "evidence"]
NETWORK = [
    "window", "states", "edges", "triangles", "balanced_share", "walk_balance", "frustration", "proven", "blocs",
]  # fmt: skip
SCENARIO = [
    "variants", "margin", "total_impact_score", "basin", "robustness", "likelihood", "signposts",
]  # fmt: skip
INGEST = ["source", "rows", "statements", "set_aside", "already_there"]
READING = [
    "id", "document", "kind", "quote", "source_actors", "target_actors", "reciprocal", "event_type", "mode", "contexts",
    "cameo", "realm", "status", "date", "quantity", "attributed_to", "confidence", "because",
]  # fmt: skip
SOURCE = ["source", "covers", "licence", "citation"]
MEASURE = ["measure", "title", "unit", "directed", "by", "sources", "reference", "caution"]
EDGES = "a,b,sign\nPAK,RUS,1\nRUS,USA,-1\nPAK,USA,1\n"
TEXT = (
    "Kenya and Brazil signed a defence agreement in March 2011. "
    "Trade between the two rose by 12 percent to $340 million in 2016.\n"
)

pytestmark = pytest.mark.usefixtures("packaged_ledger")


def in_all_formats(capsys: Capture, *arguments: object) -> list[dict[str, object]]:
    """The records, which json, jsonl and csv must agree on."""
    records = well(capsys, *arguments, "--format", "json").json
    assert isinstance(records, list) and records
    assert well(capsys, *arguments, "--format", "jsonl").lines == records
    table = well(capsys, *arguments, "--format", "csv").rows
    assert len(table) == len(records)
    for row, record in zip(table, records, strict=True):
        assert None not in row and None not in row.values()
        assert row == {name: cell(flat(record).get(name)) for name in row}
        assert set(row) >= {name for name, value in flat(record).items() if value is not None}
    return records


def flat(record: dict[str, object], above: str = "") -> dict[str, object]:
    """Parts of parts as fields: date.start is date_start."""
    out: dict[str, object] = {}
    for name, value in record.items():
        out |= flat(value, f"{above}{name}_") if isinstance(value, dict) else {above + name: value}
    return out


def cell(value: object) -> str:
    if isinstance(value, list):
        return ";".join(map(str, value))
    return "" if value is None else str(value)


def test_sources(capsys: Capture) -> None:
    records = in_all_formats(capsys, "sources")
    assert [r["source"] for r in records] == [reader.source.name for reader in SOURCES]
    assert all(stand_in_order(r, SOURCE) for r in records)
    held = {r["source"] for r in records if r["files_ingested"]}
    assert held == {"chronology", "figures", "document_claims", "gem_pipelines"}


def test_one_source_by_name_with_its_files_and_the_way_to_them(capsys: Capture) -> None:
    (record,) = in_all_formats(capsys, "sources", "polecat")
    assert (record["source"], record["covers"]) == ("polecat", "2018-")
    said = " ".join(well(capsys, "sources", "polecat", "gsdb", "comtrade").out.split())
    for words in ("verified unverified against a real file", "to be had detente fetch polecat", "--between A B",
                  "to be had by hand, because the publisher sends it on request: https://www.globalsanctionsdatabase.com/",
                  "row is one coded event"):  # fmt: skip
        assert words in said


def test_measures(capsys: Capture) -> None:
    records = in_all_formats(capsys, "measures")
    assert [r["measure"] for r in records] == [measure.name for measure in MEASURES]
    assert all(stand_in_order(r, MEASURE) for r in records)


@pytest.mark.parametrize("name", [measure.name for measure in MEASURES])
def test_every_measure(capsys: Capture, name: str) -> None:
    records = well(capsys, "measure", name, "PAK", "RUS", "--format", "json").json
    for record in records:
        assert list(record) == MEASUREMENT
        assert record["measure"] == name
        assert set(record["actors"]) == {"PAK", "RUS"}
        assert list(record["period"]) == ["start", "end"]
        assert record["evidence"] == sorted(record["evidence"])
        known = record["coverage"] in {"value", "true_zero"}
        assert (record["value"] is not None) == known
        assert (record["coverage"] == "true_zero") <= (record["value"] == 0)
    keys = [(r["actors"], r["basis"], r["period"]["start"]) for r in records]
    assert len({json.dumps(key) for key in keys}) == len(keys)


def test_measure_in_all_formats(capsys: Capture) -> None:
    records = in_all_formats(capsys, "measure", "trade_value", "PAK", "RUS")
    assert all(list(r) == MEASUREMENT for r in records)


def test_turning(capsys: Capture) -> None:
    ask = ("turning", "PAK", "RUS", "--measure", "trade_value")
    records = in_all_formats(capsys, *ask)
    for record in records:
        assert stand_in_order(record, TURNING)
        assert record["date_low"] <= record["date"] <= record["date_high"]
        assert 0 < record["p_value"] <= 1
        assert record["evidence"]
    kept = [r for r in records if r["p_value"] <= 0.05]
    assert well(capsys, *ask, "--alpha", "0.05", "--format", "json").json == kept


def test_network_of_the_dyad(capsys: Capture) -> None:
    records = well(capsys, "network", "PAK", "RUS", "--format", "json").json
    assert well(capsys, "network", "PAK", "RUS", "--format", "jsonl").lines == records
    assert len(records) == 4
    for record in records:
        assert stand_in_order(record, NETWORK)
        assert record["states"] == sorted(record["states"])
    named = well(
        capsys, "network", "PAK", "RUS", "--with", "USA", "IND", "CHN", "AFG", "--format", "json"
    ).json
    assert named == records


def test_network_of_a_file(capsys: Capture, tmp_path: Path) -> None:
    edges = tmp_path / "edges.csv"
    edges.write_text(EDGES)
    record = well(capsys, "network", "--edges", edges, "--format", "json").json
    assert stand_in_order(record, NETWORK)
    assert (record["triangles"], record["balanced_share"], record["frustration"], record["proven"]) == (
        1,
        0,
        pytest.approx(1 / 3),
        True,
    )
    windows = [f"{line},{w}" for w in (2001, 2002) for line in EDGES.splitlines()[1:]]
    edges.write_text("\n".join(["state_a,state_b,sign,window", *windows]) + "\n")
    several = well(capsys, "network", "--edges", edges, "--format", "json").json
    assert [r["window"] for r in several] == ["2001", "2002"]
    assert {r["frustration_count"] for r in several} == {1}
    assert well(capsys, "network", "--edges", edges, "--format", "jsonl").lines == several


def test_scenarios(capsys: Capture) -> None:
    document = well(capsys, "scenarios", "--format", "json").json
    assert list(document)[:2] == ["drivers", "scenarios"]
    assert well(capsys, "scenarios", "--format", "jsonl").lines == [document]
    assert document["scenarios"]
    for scenario in document["scenarios"]:
        assert stand_in_order(scenario, SCENARIO)
        assert len(scenario["variants"]) == len(document["drivers"])
        assert min(scenario["variants"]) >= 1
        assert list(scenario["likelihood"])[:3] == ["low", "high", "word"]
        for post in scenario["signposts"]:
            assert post["evidence"]


def test_ingest(capsys: Capture, tmp_path: Path) -> None:
    file = Path(__file__).parents[1] / "sources" / "fixtures" / "chronology.csv"
    ask = ("ingest", "chronology", file, "--ledger", tmp_path / "ledger", "--format", "json")
    (first,), (again,) = well(capsys, *ask).json, well(capsys, *ask).json
    assert stand_in_order(first, INGEST)
    assert first["statements"] > 0 == first["already_there"]
    assert again == first | {"already_there": first["statements"]}


def test_trace(capsys: Capture) -> None:
    counted = well(capsys, "measure", "event_volume", "PAK", "RUS", "--by", "all", "--format", "json").json
    id_ = counted[0]["evidence"][0]
    record = well(capsys, "trace", id_, "--format", "json").json
    assert list(record) == ["id", "kind", "statement", "row", "snapshot"]
    assert record["id"] == record["statement"]["statement_id"] == id_
    assert stand_in_order(record["snapshot"], ["source", "file", "sha256"])
    assert record["row"]["values"]["summary"] == record["statement"]["text"]
    assert well(capsys, "trace", id_, "--format", "jsonl").lines == [record]
    assert record["statement"]["text"] in well(capsys, "trace", id_).out


def test_read(capsys: Capture, tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text(TEXT, encoding="utf-8")
    records = in_all_formats(capsys, "read", file, "--published", "2017-01-05")
    for record in records:
        assert stand_in_order(record, READING)
        quote = record["quote"]
        assert TEXT[quote["start"] : quote["end"]] == quote["exact"]
        assert record["document"] == str(file)
    assert len({r["id"] for r in records}) == len(records)


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl"])
def test_export(capsys: Capture, tmp_path: Path, form: str) -> None:
    out = well(capsys, "export", tmp_path / form, "--to", form).out
    written = [Path(line) for line in out.splitlines()]
    assert {p.name for p in written} >= {"datapackage.json", f"statements.{form}"}
    package = json.loads((tmp_path / form / "datapackage.json").read_text())
    for resource in package["resources"]:
        assert (tmp_path / form / resource["path"]).is_file()


@pytest.mark.parametrize(
    "arguments",
    [
        ("sources",), ("measures",), ("measure", "shared_igos", "PAK", "RUS"), ("network", "PAK", "RUS"),
        ("scenarios",), ("turning", "PAK", "RUS", "--measure", "shared_igos"), ("ledger", "verify"),
    ],
)  # fmt: skip
def test_tables_for_eyes_are_not_empty_and_not_coloured_in_a_pipe(
    capsys: Capture, arguments: tuple[str, ...]
) -> None:
    shown: Outcome = well(capsys, *arguments)
    assert shown.out.strip()
    assert "\x1b" not in shown.out
