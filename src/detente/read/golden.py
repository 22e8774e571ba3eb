"""What persons decided about readings, as tests of the reader."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from detente.errors import UsageError
from detente.model.reading import Reading
from detente.read.corrections import FIELDS, difference
from detente.read.judged import Judged

Record = dict[str, Any]
ALWAYS: Final = (
    "source_actors", "target_actors", "reciprocal", "event_type", "status", "realm", "date", "quantity",
)  # fmt: skip
"""Compared in every reading; the other fields where the person changed them."""


def golden_record(one: Judged) -> Record:
    """A judged reading as a test: what was read, what stands (null: nothing may be read so), what is compared."""
    verdict, stands = one.verdict, one.stands
    assert verdict is not None
    changed = difference(one.read, stands) if stands is not None else {}
    return {
        "statement": one.statement.statement_id,
        "judgement": verdict.judgement_id,
        "verdict": verdict.kind,
        "reason": verdict.reason,
        "published": one.published.isoformat() if one.published else None,
        "compared": [name for name in FIELDS if name in ALWAYS or name in changed]
        if stands is not None
        else [],
        "read": _kept(one.read),
        "expected": _kept(stands) if stands is not None else None,
    }


def check_golden_record(record: Any) -> Record:
    """The record, when it is one. Raises UsageError naming what it lacks."""
    try:
        for told in filter(None, (record["read"], record["expected"])):
            start, end = told["quote"]["start"], told["quote"]["end"]
            whole = (
                isinstance(start, int) and isinstance(end, int) and isinstance(told["quote"]["exact"], str)
            )
            if not whole or {name for name in (*FIELDS, "kind") if name not in told}:
                raise KeyError("a field of a reading")
        if record["published"] is not None:
            date.fromisoformat(record["published"])
        if record["verdict"] not in ("accept", "correct", "reject") or not set(record["compared"]) <= set(
            FIELDS
        ):
            raise KeyError("verdict")
        if (record["verdict"] == "reject") != (record["expected"] is None):
            raise KeyError("expected")
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(
            f"this is no golden reading ({error})", todo="Let `detente review` write it"
        ) from error
    return dict(record)


def still_wrong(record: Record, readings: Sequence[Reading]) -> str | None:
    """What the reader gets wrong of a golden record, in one line; None when it reads it so."""
    now = [r.record() for r in readings if r.kind == record["read"]["kind"]]
    if record["expected"] is None:
        return "it is read again" if any(_read_again(record["read"], r) for r in now) else None
    wanted = record["expected"]
    near = [r for r in now if _shared(wanted, r) > 0]
    if not near:
        return "nothing of this kind is read in these words"
    wrong = [[name for name in record["compared"] if not _same(name, wanted, r)] for r in near]
    best = min(range(len(near)), key=lambda n: (len(wrong[n]), -_shared(wanted, near[n]), n))
    if not wrong[best]:
        return None
    return "; ".join(f"{n} is {_told(n, near[best])}, not {_told(n, wanted)}" for n in wrong[best])


def _kept(reading: Reading) -> Record:
    record = reading.record()
    return {name: record[name] for name in ("kind", *FIELDS, "reader", "because")}


def _shared(a: Record, b: Record) -> int:
    """How many characters two quotes share."""
    first, second = a["quote"], b["quote"]
    return max(0, int(min(first["end"], second["end"]) - max(first["start"], second["start"])))


def _read_again(read: Record, now: Record) -> bool:
    shorter = min(r["quote"]["end"] - r["quote"]["start"] for r in (read, now))
    same = all(
        _same(name, read, now) for name in ("source_actors", "target_actors", "event_type", "quantity")
    )
    return same and 2 * _shared(read, now) >= shorter


def _same(name: str, a: Record, b: Record) -> bool:
    if name in ("source_actors", "target_actors", "contexts"):
        return sorted(a[name]) == sorted(b[name])
    if name == "quote":
        return bool(a[name]["exact"] == b[name]["exact"])
    if name == "date" and a[name] and b[name]:
        return bool((a[name]["start"], a[name]["end"]) == (b[name]["start"], b[name]["end"]))
    return bool(a[name] == b[name])


def _told(name: str, record: Record) -> str:
    value = record[name]
    if value is None or value == []:
        return "none"
    if name == "date":
        return f"{value['start']} to {value['end'] or 'now'}"
    if name == "quantity":
        return f"{value['bound']} {value['value']:,} {value['unit']}"
    if name == "quote":
        return repr(value["exact"][:60])
    return "+".join(value) if isinstance(value, list) else str(value)
