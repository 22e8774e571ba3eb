"""Known errors of publishers, corrected as data: known_errors/SOURCE.yml, a list of entries, each with a guard.

    - match: {ProjectID: P3101}              cells, as published, that pick the rows
      expect: {ParentHQCountry: "..."}       cells, as published, that the correction rests on
      action: drop | override | flag
      set: {value: 1100.0}                   override alone: the statement's columns to set
      property: pipeline_length_km           optional: only statements of this property
      reason: what is wrong and what is done
      source: on what the correction stands

A picked row whose cells are not as expected stops the run: the publisher has fixed or changed it. What is dropped
is set aside with the reason; what is overridden or flagged carries it in `note`. Raw row, original and id stay.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import Any, Final, Literal, get_args

import polars as pl
import yaml

from detente.errors import SourceError
from detente.sources.source import LeftOut, Taken, json_text

Action = Literal["drop", "override", "flag"]
SETTABLE: Final = {
    "source_actors", "target_actors", "object", "value", "low", "high", "unit", "bound", "start", "end",
    "precision", "realm", "event_type", "mode", "cameo", "status", "text",
}  # fmt: skip
_FIELDS: Final = {"match", "expect", "action", "set", "property", "reason", "source"}
_NEEDED: Final = {"match", "expect", "action", "reason", "source"}


@dataclass(frozen=True, slots=True)
class Correction:
    """One known error: which rows, what they must say, and what is done."""

    match: Mapping[str, str]
    expect: Mapping[str, str]
    action: Action
    reason: str
    source: str
    property: str | None = None
    set: Mapping[str, Any] = field(default_factory=dict)


def parse_corrections(text: str, where: str) -> tuple[Correction, ...]:
    """The entries of a YAML text. Raises ValueError for an entry that breaks the form (our own mistake)."""
    found = []
    for number, entry in enumerate(yaml.safe_load(text) or [], start=1):
        place = f"{where}, entry {number}"
        if not isinstance(entry, dict) or not _NEEDED <= set(entry) <= _FIELDS:
            raise ValueError(f"{place}: needs {sorted(_NEEDED)}, may have set and property")
        if entry["action"] not in get_args(Action):
            raise ValueError(f"{place}: the action is none of {get_args(Action)}")
        if ("set" in entry) != (entry["action"] == "override") or set(entry.get("set", {})) - SETTABLE:
            raise ValueError(f"{place}: override, and no other, sets columns out of {sorted(SETTABLE)}")
        cells = [*entry["match"].items(), *entry["expect"].items()]
        if not entry["match"] or not entry["expect"] or not all(isinstance(v, str) for _, v in cells):
            raise ValueError(f"{place}: match and expect map columns to texts")
        found.append(Correction(**entry))
    return tuple(found)


@cache
def known_errors(source: str) -> tuple[Correction, ...]:
    """The packaged corrections of a source; none where it has no file."""
    file = resources.files("detente.sources").joinpath("known_errors", f"{source}.yml")
    if not file.is_file():
        return ()
    return parse_corrections(file.read_text(encoding="utf-8"), f"known_errors/{source}.yml")


def corrected(taken: Taken, corrections: Sequence[Correction], file: str) -> Taken:
    """What a reader took, with the corrections applied.

    Raises SourceError when a picked row does not say what the correction expects.
    """
    for correction in corrections:
        picked = _picked(taken.statements, correction, file)
        if picked.any():
            taken = _apply(taken, correction, picked)
    return taken


def _picked(statements: pl.DataFrame, correction: Correction, file: str) -> pl.Series:
    """Which statements the correction is for, after checking the raw rows they stand on."""
    near = pl.all_horizontal(
        pl.col("row").str.contains(json.dumps(value, ensure_ascii=False), literal=True)
        for value in correction.match.values()
    )
    candidates = statements.with_row_index("_at").filter(near).select("_at", "row", "row_number", "property")
    hits: list[int] = []
    for at, text, number, property_ in candidates.iter_rows():
        cells = json.loads(text)
        if any(cells.get(column) != value for column, value in correction.match.items()):
            continue
        check_guard(cells, number, correction, file)
        if correction.property in (None, property_):
            hits.append(at)
    index = pl.Series("_at", range(statements.height), dtype=pl.Int64)
    return index.is_in(hits)


def check_guard(cells: Mapping[str, Any], number: int, correction: Correction, file: str) -> None:
    """Raises SourceError when a picked row's cells are not as the correction expects."""
    for column, value in correction.expect.items():
        if cells.get(column) != value:
            shown = ", ".join(f"{name} {cell}" for name, cell in correction.match.items())
            raise SourceError(
                f"the row of {shown} has {cells.get(column)!r} in column '{column}' where a known error of the "
                f"publisher had {value!r}",
                where=f"{file}, line {number}",
                todo="The publisher has fixed or changed it: take the correction out of known_errors",
            )


def note_of(correction: Correction) -> str:
    """What is said of a statement that a correction overrides or flags."""
    said = f"known error of the publisher: {correction.reason}".rstrip()
    if correction.action == "override":
        said += " Set: " + json_text({name: str(value) for name, value in correction.set.items()})
    return said


def _apply(taken: Taken, correction: Correction, picked: pl.Series) -> Taken:
    frame = taken.statements
    if correction.action == "drop":
        gone = frame.filter(picked).unique("row_number", keep="first", maintain_order=True)
        aside = tuple(
            LeftOut(number, f"known error: {correction.reason}", row)
            for number, row in gone.select("row_number", "row").iter_rows()
        )
        return replace(taken, statements=frame.filter(~picked), left_out=taken.left_out + aside)
    said = note_of(correction)
    note = pl.when(pl.col("note").is_null()).then(pl.lit(said)).otherwise(
        pl.concat_str("note", pl.lit(f"; {said}"))
    )  # fmt: skip
    columns = {"note": note} | {
        name: pl.lit(value, dtype=frame.schema[name]) for name, value in correction.set.items()
    }
    return replace(
        taken,
        statements=frame.with_columns(
            pl.when(pl.lit(picked)).then(new).otherwise(pl.col(name)).alias(name)
            for name, new in columns.items()
        ),
    )
