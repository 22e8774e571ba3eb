"""A cross-impact matrix as CSV: variants along both sides, as "driver/variant" or a letter and a number (A1)."""

from __future__ import annotations

import csv
import io
import re
from typing import Final

import numpy as np

from detente.errors import SourceError
from detente.scenarios.csv_rows import text_of
from detente.scenarios.files_scw import LARGEST_IMPACT
from detente.scenarios.model import CrossImpactModel, Driver, Variant

LETTER: Final = re.compile(r"([^\W\d_]+)[ _-]?(\d+)")
WHOLE: Final = re.compile(r"[+-]?[0-9]+")


def load_csv(data: bytes, name: str) -> CrossImpactModel:
    """The model of a labelled square matrix; empty cells are 0. Raises SourceError with the line."""
    rows = [row for row in csv.reader(io.StringIO(text_of(data, name))) if any(cell.strip() for cell in row)]
    if not rows:
        raise SourceError("the file is empty", where=name)
    labels = [cell.strip() for cell in rows[0][1:]]
    if len(rows) - 1 != len(labels):
        raise SourceError(f"{len(rows) - 1} rows for {len(labels)} columns", where=name)
    drivers = _drivers(labels, name)
    matrix = np.zeros((len(labels), len(labels)), np.int64)
    for place, row in enumerate(rows[1:]):
        where = f"{name}, row {place + 2}"
        if row[0].strip() != labels[place]:
            raise SourceError(f"{row[0]!r} stands where the columns have {labels[place]!r}", where=where)
        if len(row) - 1 != len(labels):
            raise SourceError(f"{len(row) - 1} values for {len(labels)} variants", where=where)
        for column, cell in enumerate(row[1:]):
            value = cell.strip() or "0"
            if not WHOLE.fullmatch(value):
                raise SourceError(f"{cell!r} is not a whole number", where=where)
            if abs(int(value)) > LARGEST_IMPACT:
                raise SourceError(f"{value} is no impact", where=where)
            matrix[place, column] = int(value)
    return CrossImpactModel(name=name, drivers=drivers, matrix=matrix)


def dump_csv(model: CrossImpactModel) -> bytes:
    """The model's matrix with "driver/variant" along both sides; reasons and names are not carried."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["", *model.addresses])
    for address, row in zip(model.addresses, model.matrix.tolist(), strict=True):
        writer.writerow([address, *row])
    return out.getvalue().encode()


def _drivers(labels: list[str], name: str) -> tuple[Driver, ...]:
    parts: dict[str, list[str]] = {}
    last = ""
    for label in labels:
        driver, variant = _split(label, name)
        if driver != last and driver in parts:
            raise SourceError(f"the variants of {driver!r} do not stand together", where=f"{name}, row 1")
        if variant in parts.get(driver, []):
            raise SourceError(f"{label!r} stands twice", where=f"{name}, row 1")
        parts.setdefault(driver, []).append(variant)
        last = driver
    return tuple(
        Driver(driver, driver, None, tuple(Variant(v, v) for v in variants))
        for driver, variants in parts.items()
    )


def _split(label: str, name: str) -> tuple[str, str]:
    if "/" in label:
        driver, _, variant = label.partition("/")
        if driver and variant:
            return driver, variant
    elif match := LETTER.fullmatch(label):
        return match.group(1), label
    raise SourceError(
        f"{label!r} names no variant", where=f"{name}, row 1", todo="Write driver/variant, or A1, A2"
    )
