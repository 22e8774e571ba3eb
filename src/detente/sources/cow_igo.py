"""COW Intergovernmental Organizations, version 3: which states belong to which organisation, year by year.

Three layouts: a row per organisation and year with a column per state, a row per state and year with a column per
organisation, and counts of shared memberships per pair. The first two give runs of years with one status.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from detente.model.statement import statement_frame
from detente.sources.cow_codes import codes_by_year, without_state
from detente.sources.igo_columns import organisation_columns, state_columns
from detente.sources.layouts import header_of, pick_layout
from detente.sources.raw_rows import raw_rows
from detente.sources.source import Reader, Taken, load_record
from detente.sources.table import ROW, Table, decode, read_table
from detente.sources.years import covering, runs, year_columns, years

SOURCE: Final = load_record("cow_igo")
_BY_ORGANISATION: Final = ("ioname", "orgname", "year", "sdate", "longorgname", "ionum")
_ABOUT: Final = (
    "deaddate", "dead", "integrated", "replaced", "igocode", "version", "imputed", "political", "social",
    "economic", "accuracyofpre1965membershipdates", "sourcesandnotes",
)  # fmt: skip
_BY_STATE: Final = ("ccode", "year", "state")
_COUNTS: Final = ("ccode1", "ccode2", "year", "dyadigos")
_MARKS: Final = {
    "igo_year_formatv3": _BY_ORGANISATION,
    "dyad-year counts": _COUNTS,
    "state_year_formatv3": _BY_STATE,
}
_STATUS: Final = {"0": 0, "1": 1, "2": 2, "3": 3, "-9": None}
_NO_STATUS: Final = ("-1", "")
_ALLOWED: Final = (*_STATUS, *_NO_STATUS)
_SLICE: Final = 40


def take(data: bytes, file: str) -> Taken:
    """Statements "igo_membership": source_actors [state], object the organisation, value its status in a run of years.

    1 full, 2 associate, 3 observer member, 0 none, null unknown (-9). A pair of state and organisation of which
    one did not exist (-1 or empty) gives none. The layout of counts gives "shared_igos_count", reciprocal.
    """
    text = decode(data, file, ("utf-8-sig", "cp1252"))
    separator = "\t" if "\t" in text.split("\n", 1)[0] else ","
    header = header_of(text, file, separator)
    layout = pick_layout([name.lower() for name in header], _MARKS, file)
    if layout == "dyad-year counts":
        return _counts(read_table(text, file, use=_COUNTS, separator=separator))
    names = [name.lower() for name in header]
    ignored = _ABOUT if layout == "igo_year_formatv3" else ()
    table = read_table(
        text, file, use=[n for n in names if n not in ignored], ignore=ignored, separator=separator,
        header=tuple(names),
    )  # fmt: skip
    cells = _by_organisation(table, names) if layout == "igo_year_formatv3" else _by_state(table, names)
    return _memberships(table, cells)


def _by_organisation(table: Table, names: list[str]) -> pl.DataFrame:
    """Cells (row_number, year, ccode, igo, name, status) of the layout with a column per state."""
    for column in ("ioname", "longorgname"):
        table.shaped(column, "(?s).*[A-Za-z].*", "the name of an organisation")
    table.numbers("ionum", whole=True, empty=())
    numbers = state_columns([n for n in names if n not in _BY_ORGANISATION + _ABOUT], table.file)
    frame = table.frame.with_columns(
        years(table), igo=pl.col("ioname").str.to_uppercase(), name=pl.col("longorgname")
    )
    cells = _status_cells(table, frame, list(numbers), ("igo", "name"), "state")
    return cells.with_columns(ccode=pl.col("state").replace_strict(numbers, return_dtype=pl.Int64))


def _by_state(table: Table, names: list[str]) -> pl.DataFrame:
    """Cells (row_number, year, ccode, igo, name, status) of the layout with a column per organisation."""
    columns = organisation_columns([n for n in names if n not in _BY_STATE], table.file)
    frame = table.frame.with_columns(years(table), table.numbers("ccode", whole=True))
    cells = _status_cells(table, frame, columns, ("ccode",), "igo")
    return cells.with_columns(pl.col("igo").str.to_uppercase(), name=pl.lit(None, pl.String))


def _status_cells(
    table: Table, frame: pl.DataFrame, columns: list[str], index: tuple[str, ...], variable: str
) -> pl.DataFrame:
    for column in columns:
        table.allow(column, _ALLOWED, "a membership status (0, 1, 2, 3, -1 or -9)")
    # In slices, because most of the cells of a wide file are of states or organisations that did not exist.
    return pl.concat(
        frame.unpivot(
            columns[at : at + _SLICE],
            index=[ROW, "year", *index],
            variable_name=variable,
            value_name="status",
        ).filter(~pl.col("status").is_in(_NO_STATUS))
        for at in range(0, len(columns), _SLICE)
    )


def _memberships(table: Table, cells: pl.DataFrame) -> Taken:
    cells = cells.with_columns(codes_by_year(table, cells, "ccode").alias("code"))
    stateless = cells.filter(pl.col("code").is_null())
    spells = runs(
        cells.filter(pl.col("code").is_not_null()), ("ccode", "igo"), ("code", "status"), table.file
    )
    names = cells.group_by("igo").agg(pl.col("name").drop_nulls().last())
    spells = spells.join(names, on="igo", how="left", maintain_order="left")
    return Taken(
        statements=statement_frame(_statements(spells)),
        rows=table.frame.height,
        coverage=covering(SOURCE.coverage, cells["year"], set(spells["code"])),
        left_out=without_state(
            stateless.with_columns(
                number="ccode", row=pl.struct("ccode", "igo", "status", "year").struct.json_encode()
            )
        ),
    )


def _statements(spells: pl.DataFrame) -> pl.DataFrame:
    status = pl.col("status").replace_strict(_STATUS, return_dtype=pl.Float64)
    period = pl.format("{}-{}", "first_year", "last_year")
    # The period is part of the raw value: a release that ends later must not pass for the same statement.
    about = pl.struct("first_year", "last_year", organisation="name").struct.json_encode()
    unnamed = pl.struct("first_year", "last_year").struct.json_encode()
    return spells.select(
        source=pl.lit(SOURCE.name),
        key=pl.format("state={} igo={} from={}", "ccode", "igo", "first_year"),
        property=pl.lit("igo_membership"),
        source_actors=pl.concat_list("code"),
        object="igo",
        value=status,
        unit=pl.lit("membership status"),
        bound=pl.when(status.is_not_null()).then(pl.lit("=")),
        original=pl.format("{} in {}", "status", period),
        realm=pl.lit(SOURCE.realm),
        attributes=pl.when(pl.col("name").is_null()).then(unnamed).otherwise(about),
        row=pl.struct(
            pl.col("ccode").cast(pl.String), "igo", value="status", years=period
        ).struct.json_encode(),
        row_number="row_number",
        **year_columns("first_year", "last_year"),
    )


def _counts(table: Table) -> Taken:
    frame = table.frame.with_columns(
        years(table),
        *(table.numbers(column, whole=True) for column in ("ccode1", "ccode2")),
        table.numbers("dyadigos", whole=True).alias("value"),
        raw_rows(table.frame),
    )
    negative = frame.filter(pl.col("value") < 0).head(1)
    if negative.height:
        raise table.fail(negative[ROW][0], "dyadigos", negative["dyadigos"][0], "a count of organisations")
    frame = frame.with_columns(
        codes_by_year(table, frame, "ccode1").alias("a"), codes_by_year(table, frame, "ccode2").alias("b")
    )
    stateless = pl.any_horizontal(pl.col("a", "b").is_null())
    number = pl.when(pl.col("a").is_null()).then("ccode1").otherwise("ccode2")
    counts = frame.filter(~stateless)
    return Taken(
        statements=statement_frame(
            counts.select(
                source=pl.lit(SOURCE.name),
                key=pl.format("states={},{} year={}", "ccode1", "ccode2", "year"),
                property=pl.lit("shared_igos_count"),
                source_actors=pl.concat_list("a", "b"),
                reciprocal=pl.lit(True),
                value="value",
                unit=pl.lit("organisations"),
                bound=pl.when(pl.col("value").is_not_null()).then(pl.lit("=")),
                original="dyadigos",
                realm=pl.lit(SOURCE.realm),
                row="row",
                row_number=ROW,
                **year_columns(),
            )
        ),
        rows=table.frame.height,
        coverage=covering(SOURCE.coverage, counts["year"], {*counts["a"], *counts["b"]}),
        left_out=without_state(frame.filter(stateless).with_columns(number=number)),
    )


READER: Final = Reader(SOURCE, take)
