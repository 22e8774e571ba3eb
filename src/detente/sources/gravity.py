"""Trade of a pair of states in a year beside the variables that a gravity equation explains it by, two layouts.

- The cross-section of CEPII's Gravity for 2006 (gravity_no_zeros of pachadotdev/gravity): no year column.
- The panel of Yotov et al. (agtpa_applications): 69 exporters and importers, manufactures, 1986-2006, with
  what a state sells at home (rows of a state with itself).

The flow is the row's value and the other variables stand in `attributes`, so that a gravity model finds both in
one statement. These are estimation samples, not trade statistics: they are property "gravity", not "trade_flow".
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import polars as pl

from detente.model.statement import statement_frame
from detente.sources.layouts import header_of, pick_layout
from detente.sources.places_without_state import left_out_rows, states_of_iso3
from detente.sources.raw_rows import raw_rows
from detente.sources.source import Reader, Taken, load_record
from detente.sources.table import ROW, Table, decode, read_table
from detente.sources.years import covering, year_columns, years

SOURCE: Final = load_record("gravity")
LAGS: Final = ("rta_lag3", "rta_lag4", "rta_lag6", "rta_lag8", "rta_lag9", "rta_lag12", "rta_lead4")


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns of a layout hold what; `controls` maps them to one name in both layouts."""

    name: str
    exporter: str
    importer: str
    flow: str
    year: str | int
    numbers: dict[str, str]
    flags: dict[str, str]
    ignored: tuple[str, ...] = ()

    @property
    def columns(self) -> list[str]:
        """All columns that are used."""
        own = [self.exporter, self.importer, self.flow, *self.numbers, *self.flags]
        return [*own, self.year] if isinstance(self.year, str) else own


LAYOUTS: Final = (
    Layout(
        "CEPII cross-section of 2006", "iso_o", "iso_d", "flow", 2006,
        numbers={
            "distw": "distance_km",
            "gdp_o": "gdp_exporter_million_usd",
            "gdp_d": "gdp_importer_million_usd",
        },
        flags={
            "rta": "trade_agreement",
            "contig": "common_border",
            "comlang_off": "common_language",
            "comcur": "common_currency",
        },
    ),
    Layout(
        "agtpa panel", "exporter", "importer", "trade", "year",
        numbers={"dist": "distance_km"},
        flags={
            "rta": "trade_agreement",
            "cntg": "common_border",
            "lang": "common_language",
            "clny": "colonial_tie",
        },
        ignored=("pair_id", *LAGS),
    ),
)  # fmt: skip


def take(data: bytes, file: str) -> Taken:
    """Statements "gravity": source_actors [exporter], target_actors [importer] ([] for sales at home).

    value is the flow in US dollars; attributes hold `layout`, distance_km, common_border and the other controls
    under the same names in both layouts. Raises SourceError for an unknown code, a cell that is no number or
    flag, a negative flow, or a pair that comes twice in a year.
    """
    text = decode(data, file)
    header = header_of(text, file)
    marks = {layout.name: (layout.exporter, layout.flow) for layout in LAYOUTS}
    name = pick_layout(header, marks, file)
    layout = next(layout for layout in LAYOUTS if layout.name == name)
    table = read_table(text, file, use=layout.columns, ignore=layout.ignored)
    frame = _numbers(table, layout)
    _check(table, layout, frame)
    exporter, importer = (states_of_iso3(table, frame, c) for c in (layout.exporter, layout.importer))
    frame = frame.with_columns(
        supplier=exporter["state"],
        buyer=importer["state"],
        why_not=pl.coalesce(
            *(pl.when(pl.lit(side["why_not"]) != "").then(pl.lit(side["why_not"])) for side in (exporter, importer))
        ).fill_null(""),
    )  # fmt: skip
    placed = frame.filter(pl.col("why_not") == "")
    return Taken(
        statements=statement_frame(_statements(placed, layout)),
        rows=table.frame.height,
        coverage=covering(SOURCE.coverage, frame["year"], {*placed["supplier"], *placed["buyer"]}),
        left_out=left_out_rows(frame.filter(pl.col("why_not") != "")),
    )


def _numbers(table: Table, layout: Layout) -> pl.DataFrame:
    for flag in layout.flags:
        table.allow(flag, ("0", "1", "0.0", "1.0"), "a flag (0 or 1)")
    when: pl.Series | pl.Expr
    if isinstance(layout.year, str):
        plain = Table(table.file, table.frame.with_columns(pl.col(layout.year).str.strip_suffix(".0")))
        when = years(plain, layout.year).alias("year")
    else:
        when = pl.lit(layout.year, pl.Int64).alias("year")
    return table.frame.select(
        ROW,
        layout.exporter,
        layout.importer,
        pl.col(layout.flow).alias("original"),
        (table.numbers(layout.flow, empty=()) * 1e6).alias("usd"),
        *(table.numbers(column, empty=()).alias(control) for column, control in layout.numbers.items()),
        *(pl.col(column).is_in(["1", "1.0"]).alias(control) for column, control in layout.flags.items()),
        raw_rows(table.frame),
        when,
    )


def _check(table: Table, layout: Layout, frame: pl.DataFrame) -> None:
    pair = (layout.exporter, layout.importer, "year")
    doubled = frame.filter(pl.struct(pair).is_duplicated()).sort(*pair, ROW)
    if doubled.height:
        raise table.fail(
            doubled[ROW][1], layout.importer, doubled[layout.importer][1], "new for this exporter and year"
        )
    negative = frame.filter(pl.col("usd") < 0).head(1)
    if negative.height:
        raise table.fail(negative[ROW][0], layout.flow, negative["original"][0], "a trade flow")


def _statements(placed: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    names: Collection[str] = (*layout.numbers.values(), *layout.flags.values())
    controls = pl.struct(pl.lit(layout.name).alias("layout"), *sorted(names)).struct.json_encode()
    own = pl.col("supplier") == pl.col("buyer")
    return placed.select(
        source=pl.lit(SOURCE.name),
        key=pl.format(
            "layout={} exporter={} importer={} year={}",
            pl.lit(layout.name), layout.exporter, layout.importer, "year",
        ),
        property=pl.lit("gravity"),
        source_actors=pl.concat_list("supplier"),
        target_actors=pl.when(own).then(pl.lit([], pl.List(pl.String))).otherwise(pl.concat_list("buyer")),
        object=pl.when(own).then(pl.lit("sales at home")).otherwise(pl.lit("exports")),
        value="usd",
        unit=pl.lit("USD"),
        bound=pl.lit("="),
        original="original",
        realm=pl.lit(SOURCE.realm),
        attributes=controls,
        row="row",
        row_number=ROW,
        **year_columns(),
    )  # fmt: skip


READER: Final = Reader(SOURCE, take)
