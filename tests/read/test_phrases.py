"""Phrases of the field, each in a sentence: every date, figure and statement in phrases.csv is read as written there.

Columns: `kind` date (first day, last day, precision), quantity (value, unit, bound, change in percent and its base;
two rows of one sentence are the ends of a range), reading (the figure of a statement with the period it belongs to),
nothing (neither a date nor a figure). `states`: codes that settle currencies and fiscal years.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from detente.read import Document, read_document
from detente.read.dates import dates_in
from detente.read.fiscal import fiscal_start_of
from detente.read.quantities import Figure, quantities_in

Row = dict[str, str]
ROWS: list[Row] = list(csv.DictReader((Path(__file__).parent / "phrases.csv").open(encoding="utf-8")))


def grouped(kind: str) -> list[list[Row]]:
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in ROWS:
        if row["kind"] == kind:
            groups[row["sentence"], row["states"]].append(row)
    return list(groups.values())


def named(rows: list[Row]) -> str:
    return rows[0]["phrase"]


def found_dates(row: Row) -> list[tuple[tuple[int, int], tuple[str, str, str]]]:
    start = fiscal_start_of([row["states"]])
    return [
        (span, (str(i.start), str(i.end or ""), i.precision))
        for span, i in dates_in(row["sentence"], date.fromisoformat(row["published"]), start)
    ]


def found_figures(row: Row) -> list[Figure]:
    taken = [span for span, _ in found_dates(row)]
    return quantities_in(row["sentence"], taken, (row["states"],) if row["states"] else ())


def test_there_are_two_hundred_phrases_and_each_stands_in_its_sentence() -> None:
    assert len({(r["phrase"], r["states"]) for r in ROWS}) >= 200
    for row in ROWS:
        assert (
            row["phrase"] in row["sentence"]
            or row["phrase"][0].upper() + row["phrase"][1:] in row["sentence"]
        )


@pytest.mark.parametrize("rows", grouped("date"), ids=named)
def test_dates(rows: list[Row]) -> None:
    for row in rows:
        at = row["sentence"].lower().index(row["phrase"].lower())
        stop = at + len(row["phrase"])
        there = [what for (a, b), what in found_dates(row) if a < stop and at < b]
        assert there == [(row["start"], row["end"], row["precision"])]
    assert found_figures(rows[0]) == []


@pytest.mark.parametrize("rows", grouped("quantity"), ids=named)
def test_quantities(rows: list[Row]) -> None:
    ours = found_figures(rows[0])
    assert [(f.unit, f.bound, f.base or "") for f in ours] == [
        (r["unit"], r["bound"], r["base"]) for r in rows
    ]
    assert [f.value for f in ours] == pytest.approx([float(r["value"]) for r in rows])
    assert [f.change for f in ours] == [bool(r["change"]) for r in rows]


@pytest.mark.parametrize("rows", grouped("nothing"), ids=named)
def test_what_is_neither_date_nor_figure(rows: list[Row]) -> None:
    assert found_dates(rows[0]) == []
    assert found_figures(rows[0]) == []


@pytest.mark.parametrize("rows", grouped("reading"), ids=lambda rows: rows[0]["sentence"])
def test_figures_of_statements(rows: list[Row]) -> None:
    row = rows[0]
    document = Document("phrase", row["sentence"], "0")
    quantities = [
        r.quantity
        for r in read_document(document, published=date.fromisoformat(row["published"]))
        if r.quantity
    ]
    told = [
        (
            q.value, q.unit, q.bound, q.change_percent,
            f"{q.period.start}/{q.period.end}" if q.period else "",
        )
        for q in quantities
    ]  # fmt: skip
    change = float(row["change"]) if row["change"] else None
    assert told == [(float(row["value"]), row["unit"], row["bound"], change, row["period"])]
