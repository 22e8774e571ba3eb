"""The ledger as a Frictionless Data Package (version 2), for R, spreadsheets and archives."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal, get_args

import polars as pl

from detente.errors import UsageError
from detente.ledger import fields, record
from detente.ledger.batches import as_json
from detente.ledger.ledger import Ledger
from detente.ledger.schema import RECORDED_AT, VISIBLE_SCHEMA
from detente.ledger.snapshots import snapshot_record
from detente.model.source import Source

Form = Literal["csv", "parquet", "jsonl"]
PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
MEDIA_TYPES: Final[dict[str, str]] = {
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "jsonl": "application/jsonl",
}
STRINGS: Final = pl.List(pl.String())
SNAPSHOT_SCHEMA: Final[dict[str, pl.DataType]] = {
    "sha256": pl.String(),
    "source": pl.String(),
    "file": pl.String(),
    "size_bytes": pl.Int64(),
    "recorded_at": RECORDED_AT,
    "rows": pl.Int64(),
    "release": pl.String(),
    "coverage_start": pl.Date(),
    "coverage_end": pl.Date(),
    "coverage_completeness": pl.String(),
    "coverage_states": STRINGS,
    "coverage_note": pl.String(),
}
JUDGEMENT_SCHEMA: Final[dict[str, pl.DataType]] = dict.fromkeys(fields.JUDGEMENTS, pl.String()) | {
    "subjects": STRINGS,
    "made_on": pl.Date(),
}


def export_package(
    ledger: Ledger,
    folder: Path,
    *,
    to: str = "csv",
    as_of: date | None = None,
    sources: Sequence[Source] = (),
) -> list[Path]:
    """Writes statements, snapshots, judgements and datapackage.json into a new or empty folder.

    All visible statements are written; `current` marks those that no newer release supersedes. Lists are
    joined by ";" in CSV and are lists in Parquet and JSON Lines. `sources`: records of the data sets, for the
    package's sources and licences. Returns the files' paths, datapackage.json first. The folder is there whole
    or not at all. Raises UsageError for an unknown format or a folder that holds something.
    """
    if to not in get_args(Form):
        raise UsageError(f"there is no format {to!r}", where="--to", todo="Use csv, parquet or jsonl")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError("the folder is not empty", where=str(folder), todo="Name a new or an empty folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = record.temporary(folder.absolute().parent)
    aside.mkdir()
    try:
        resources = [
            _resource(aside, "statements", _statements(ledger, as_of), fields.STATEMENTS, to),
            _resource(aside, "snapshots", _snapshots(ledger), fields.SNAPSHOTS, to),
            _resource(aside, "judgements", _judgements(ledger, as_of), fields.JUDGEMENTS, to),
        ]
        package = _package(ledger, resources, sources, as_of)
        record.write_synced(aside / "datapackage.json", as_json(package))
        record.sync(aside)
        record.commit(aside, folder.absolute())
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    return [folder / "datapackage.json", *(folder / resource["path"] for resource in resources)]


def _statements(ledger: Ledger, as_of: date | None) -> pl.DataFrame:
    every = ledger.statements(as_of=as_of, current=False)
    current = ledger.statements(as_of=as_of)["statement_id"]
    return every.select(list(VISIBLE_SCHEMA)).with_columns(
        current=pl.col("statement_id").is_in(current.implode())
    )


def _snapshots(ledger: Ledger) -> pl.DataFrame:
    rows = []
    for snapshot in ledger.snapshots():
        row = snapshot_record(snapshot)
        coverage = row.pop("coverage")
        row |= {f"coverage_{name}": value for name, value in coverage.items()}
        row["recorded_at"] = snapshot.recorded_at
        row["coverage_start"], row["coverage_end"] = snapshot.coverage.start, snapshot.coverage.end
        rows.append(row)
    return pl.DataFrame(rows, schema=SNAPSHOT_SCHEMA)


def _judgements(ledger: Ledger, as_of: date | None) -> pl.DataFrame:
    rows = [judgement.record() | {"made_on": judgement.made_on} for judgement in ledger.judgements(as_of)]
    return pl.DataFrame(rows, schema=JUDGEMENT_SCHEMA)


def _resource(
    folder: Path, name: str, frame: pl.DataFrame, meanings: dict[str, str], to: str
) -> dict[str, Any]:
    path = folder / f"{name}.{to}"
    _write(frame, path, to)
    record.sync(path)
    return {
        "name": name,
        "type": "table",
        "path": path.name,
        "format": to,
        "mediatype": MEDIA_TYPES[to],
        **({} if to == "parquet" else {"encoding": "utf-8"}),
        "bytes": path.stat().st_size,
        "hash": f"sha256:{record.sha256_of(path)}",
        "schema": {
            "fields": [
                {"name": column, **_type(dtype, to), "description": meanings[column]}
                for column, dtype in frame.schema.items()
            ],
            "missingValues": [""],
            **KEYS[name],
        },
    }


KEYS: Final[dict[str, dict[str, Any]]] = {
    "statements": {
        "primaryKey": ["statement_id"],
        "foreignKeys": [
            {"fields": ["snapshot"], "reference": {"resource": "snapshots", "fields": ["sha256"]}}
        ],
    },
    "snapshots": {"primaryKey": ["source", "sha256"]},
    "judgements": {"primaryKey": ["judgement_id"]},
}


def _type(dtype: pl.DataType, to: str) -> dict[str, str]:
    if dtype == STRINGS:
        return {"type": "list", "delimiter": ";", "itemType": "string"} if to == "csv" else {"type": "array"}
    return {"type": TYPES[dtype]}


TYPES: Final[dict[pl.DataType, str]] = {
    pl.String(): "string",
    pl.Float64(): "number",
    pl.Int64(): "integer",
    pl.Boolean(): "boolean",
    pl.Date(): "date",
    RECORDED_AT: "datetime",
}


def _write(frame: pl.DataFrame, path: Path, to: str) -> None:
    if to == "parquet":
        frame.write_parquet(path)
        return
    times = [name for name, dtype in frame.schema.items() if dtype == RECORDED_AT]
    frame = frame.with_columns(pl.col(name).dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ") for name in times)
    if to == "jsonl":
        frame.write_ndjson(path)
        return
    lists = [name for name, dtype in frame.schema.items() if dtype == STRINGS]
    frame.with_columns(pl.col(name).list.join(";") for name in lists).write_csv(path)


def _package(
    ledger: Ledger, resources: list[dict[str, Any]], sources: Sequence[Source], as_of: date | None
) -> dict[str, Any]:
    known = {source.name: source for source in sources}
    releases: dict[str, list[str]] = {}
    for snapshot in ledger.snapshots():
        releases.setdefault(snapshot.source, []).append(snapshot.release)
    day = f" as known on {as_of}" if as_of else ""
    return {
        "$schema": PROFILE,
        "name": "detente-ledger",
        "title": f"Statements about relations between states{day}",
        "description": "Each statement is one thing that one source says, with the row or quote it stands on.",
        "sources": [_source(name, known.get(name), releases[name]) for name in sorted(releases)],
        **_licences([known[name] for name in sorted(releases) if name in known]),
        "resources": resources,
    }


def _source(name: str, source: Source | None, releases: list[str]) -> dict[str, Any]:
    stated = sorted({release for release in releases if release})
    version = {"version": ", ".join(stated)} if stated else {}
    if source is None:
        return {"title": name, **version}
    return {"title": source.title, "path": source.url, **version, "name": name, "citation": source.citation}


def _licences(sources: list[Source]) -> dict[str, Any]:
    """Licences with the address that states them; the profile allows no empty list."""
    listed = [
        {"path": s.url, "title": f"{s.name}: {s.licence}" + (f". {s.licence_note}" if s.licence_note else "")}
        for s in sources
    ]
    return {"licenses": listed} if listed else {}
