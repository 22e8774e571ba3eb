"""Dependent territories with ISO codes of their own: rows about them are left out, since no state is named.

places_without_state.csv lists them with their codes of ISO 3166-1 (ANT: 3166-3) and publishers' spellings;
what stands neither there nor among the states is an unknown code and stops the reader.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from functools import cache
from importlib import resources
from typing import Final

import polars as pl

from detente.errors import UnknownActorError
from detente.sources.source import LeftOut
from detente.sources.table import ROW, Table
from detente.world.codes import from_iso3
from detente.world.table import SPANS

OWN_CODES: Final = {"PAL": "PSE"}
"""Codes of CEPII's own that are in no list of ISO 3166."""


@cache
def territories() -> tuple[dict[str, str], dict[int, str], dict[str, str]]:
    """Names of the territories by alpha-3 code, by numeric code, and by each spelling."""
    text = resources.files("detente.sources").joinpath("places_without_state.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    spelled = {
        spelling: row["name"] for row in rows for spelling in (row["name"], *row["other_names"].split("|"))
    }
    return (
        {row["iso3"]: row["name"] for row in rows},
        {int(row["iso_numeric"]): row["name"] for row in rows},
        {spelling: name for spelling, name in spelled.items() if spelling},
    )


@cache
def state_or_reason(iso3: str, first: date, last: date) -> tuple[str | None, str]:
    """The state that an alpha-3 code stands for in a period, or why it stands for none.

    Takes the state at mid-period, else at its end, else at its start. An unknown code gives (None, "").
    """
    iso3 = OWN_CODES.get(iso3, iso3)
    middle = first + (last - first) / 2
    for day in (middle, last, first):
        try:
            return from_iso3(iso3, day), ""
        except UnknownActorError:
            continue
    name = territories()[0].get(iso3)
    if name is not None:
        return None, f"{iso3} ({name}) is a territory, not a state"
    if iso3 in SPANS:
        return None, f"{iso3} is no state in {first.year}"
    return None, ""


def states_of_iso3(table: Table, frame: pl.DataFrame, column: str, year: str = "year") -> pl.DataFrame:
    """`state` and `why_not` for a column of alpha-3 codes in the years beside it (`frame` has row_number).

    `why_not` says why a code stands for no state then ("" where it does). Raises SourceError at the first
    code that is neither a state's nor a territory's.
    """
    pairs = frame.group_by(column, year).agg(pl.col(ROW).min()).sort(ROW)
    found = []
    for code, number, row_number in pairs.select(column, year, ROW).iter_rows():
        state, why = state_or_reason(code, date(number, 1, 1), date(number, 12, 31))
        if state is None and not why:
            raise table.fail(row_number, column, code, "the ISO 3166 alpha-3 code of a state or territory")
        found.append((state, why))
    codes = pairs.select(
        column,
        year,
        pl.Series("state", [state for state, _ in found], dtype=pl.String),
        pl.Series("why_not", [why for _, why in found], dtype=pl.String),
    )
    return frame.select(column, year).join(codes, on=[column, year], how="left", maintain_order="left")


def left_out_rows(frame: pl.DataFrame) -> tuple[LeftOut, ...]:
    """Rows of a frame with row_number, why_not and row as LeftOut, one per row and reason."""
    once = frame.unique((ROW, "why_not"), keep="first").sort(ROW, "why_not")
    return tuple(LeftOut(*cells) for cells in once.select(ROW, "why_not", "row").iter_rows())
