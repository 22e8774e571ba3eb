"""A snapshot's record as JSON and back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from detente.errors import LedgerError
from detente.model.source import Coverage, Snapshot


def snapshot_record(snapshot: Snapshot) -> dict[str, Any]:
    """All fields as JSON values. Raises LedgerError when recorded_at has no time zone."""
    if snapshot.recorded_at.tzinfo is None:
        raise LedgerError(
            "recorded_at has no time zone", where=snapshot.file, todo="Give it in UTC: datetime.now(UTC)"
        )
    coverage = snapshot.coverage
    return {
        "sha256": snapshot.sha256,
        "source": snapshot.source,
        "file": snapshot.file,
        "size_bytes": snapshot.size_bytes,
        "recorded_at": snapshot.recorded_at.astimezone(UTC).isoformat(),
        "rows": snapshot.rows,
        "release": snapshot.release,
        "coverage": {
            "start": coverage.start.isoformat(),
            "end": coverage.end.isoformat(),
            "completeness": coverage.completeness,
            "states": None if coverage.states is None else sorted(coverage.states),
            "note": coverage.note,
        },
    }


def snapshot_from_record(record: dict[str, Any]) -> Snapshot:
    """The snapshot of a record."""
    coverage = record["coverage"]
    return Snapshot(
        sha256=record["sha256"],
        source=record["source"],
        file=record["file"],
        size_bytes=record["size_bytes"],
        recorded_at=datetime.fromisoformat(record["recorded_at"]),
        rows=record["rows"],
        release=record["release"],
        coverage=Coverage(
            start=date.fromisoformat(coverage["start"]),
            end=date.fromisoformat(coverage["end"]),
            completeness=coverage["completeness"],
            states=None if coverage["states"] is None else frozenset(coverage["states"]),
            note=coverage["note"],
        ),
    )
