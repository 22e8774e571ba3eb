"""IMF trade by partner: web tables, portal csv, SDMX csv; groups, territories, states gone, extrapolated years."""

from datetime import date

import polars as pl
import pytest

from detente.errors import SourceError
from detente.sources.imf_trade import take
from tests.sources.edits import fixture, with_cell, without_column
from tests.sources.workbooks import archive, imf_table, workbook

EXPORTS = "Exports, FOB to Partner Countries"
IMPORTS = "Imports, CIF from Partner Countries"
ROWS = [
    ["Pakistan", 101.5, 102.25],
    ["World", 5000.5, 5001.5],
    ["Euro Area", 900.5, 901.5],
    ["Pakistan", 101.5, 102.25],
    ["China, P.R.: Hong Kong", 7.5, 8.5],
    ["Yugoslavia", 3.5, None],
    ["South Sudan, Rep. of", None, 2.5],
    ["Memorandum Items"],
]
TABLE = workbook({
    "Exports, FOB": imf_table(EXPORTS, "Russian Federation", [2010, 2015], ROWS),
    "Imports, CIF": imf_table(IMPORTS, "Russian Federation", [2010, 2015], [["Pakistan", 51.5, None]]),
})  # fmt: skip
PORTAL, SDMX = fixture("imf_portal.csv"), fixture("imf_sdmx.csv")


def by_key(data: bytes, file: str = "t.xlsx") -> dict[str, dict]:
    return {row["key"]: row for row in take(data, file).statements.iter_rows(named=True)}


def test_a_web_table_says_who_sells_to_whom_and_who_reports_it():
    rows = by_key(TABLE)
    sold = rows["reporter=RUS partner=PAK flow=exports valuation=FOB year=2015"]
    assert (sold["property"], sold["source_actors"], sold["target_actors"]) == (
        "trade_flow",
        ["RUS"],
        ["PAK"],
    )
    assert (sold["value"], sold["unit"], sold["original"]) == (102_250_000, "USD", "102.25")
    assert (sold["start"], sold["end"], sold["precision"]) == (date(2015, 1, 1), date(2015, 12, 31), "year")
    bought = rows["reporter=RUS partner=PAK flow=imports valuation=CIF year=2010"]
    assert (bought["source_actors"], bought["target_actors"]) == (["PAK"], ["RUS"])
    assert '"reporter":"RUS"' in bought["attributes"]
    assert '"valuation":"CIF"' in bought["attributes"]


def test_an_empty_cell_is_a_statement_without_a_value():
    row = by_key(TABLE)["reporter=RUS partner=PAK flow=imports valuation=CIF year=2015"]
    assert row["value"] is None
    assert row["bound"] is None
    assert '"missing":true' in row["attributes"]


def test_the_row_of_the_world_is_the_reporters_total():
    row = by_key(TABLE)["reporter=RUS partner=World flow=exports valuation=FOB year=2010"]
    assert (row["property"], row["object"], row["source_actors"]) == ("trade_total", "exports", ["RUS"])
    assert row["target_actors"] == []


def test_what_the_world_reports_of_a_state_is_told_apart_from_its_own_total():
    data = workbook({"Exports": imf_table(EXPORTS, "World", [2015], [["Pakistan", 45000.5], ["World", 9e6]])})
    taken = take(data, "t.xlsx")
    row = taken.statements.row(0, named=True)
    assert (row["property"], row["object"], row["source_actors"]) == (
        "mirror_trade_total",
        "imports",
        ["PAK"],
    )
    assert [out.reason for out in taken.left_out] == ["the trade of all with all is no state's"]


def test_groups_territories_and_states_gone_are_left_out_by_name():
    taken = take(TABLE, "t.xlsx")
    assert [(out.row_number, out.reason) for out in taken.left_out] == [
        (10, "'Euro Area' is a group, not a state"),
        (12, "'China, P.R.: Hong Kong' is a territory, not a state"),
        (13, "'Yugoslavia' is no state in 2010"),
        (15, "'Memorandum Items' is a group, not a state"),
    ]
    assert taken.rows == 9
    assert "reporter=RUS partner=SSD flow=exports valuation=FOB year=2015" in by_key(TABLE)
    assert not [key for key in by_key(TABLE) if "SSD" in key and "2010" in key]  # not yet a state, no figure


def test_a_partner_that_comes_twice_with_the_same_figures_is_taken_once():
    assert take(TABLE, "t.xlsx").statements["key"].is_unique().all()


def test_every_row_is_taken_or_explained():
    taken = take(TABLE, "t.xlsx")
    placed = set(taken.statements["row_number"]) | {out.row_number for out in taken.left_out}
    assert placed == set(range(8, 16)) - {11}  # row 11 is the Pakistan row once more


def test_a_year_in_fixed_proportion_to_the_year_before_is_marked_as_extrapolated():
    partners = [
        "Austria", "Belgium", "Brazil", "Canada", "Chile", "Colombia", "Cuba", "Egypt, Arab Rep. of", "Fiji, Rep. of",
        "France", "Germany", "Ghana", "Greece", "Guinea", "Haiti", "India", "Italy", "Japan", "Kenya", "Mexico",
        "Pakistan",
    ]  # fmt: skip
    rows = [[name, 10.0 + i * i, 20.0 + i, 0.712 * (20.0 + i)] for i, name in enumerate(partners)]
    data = workbook({"E": imf_table(EXPORTS, "Russian Federation", [2021, 2022, 2023], rows)})
    frame = take(data, "t.xlsx").statements
    by_year = frame.group_by(pl.col("start").dt.year()).agg(pl.col("bound").unique(), pl.col("note").count())
    assert sorted(by_year.rows()) == [(2021, ["="], 0), (2022, ["="], 0), (2023, ["~"], 21)]
    assert "one proportion (0.7120) to those of 2022" in frame.filter(pl.col("bound") == "~")["note"][0]


def test_all_layouts_give_one_flow_the_same_key_and_value():
    table, portal, sdmx = by_key(TABLE), by_key(PORTAL, "p.csv"), by_key(SDMX, "s.csv")
    key = "reporter=RUS partner=PAK flow=exports valuation=FOB year=2015"
    assert portal[key]["value"] == sdmx[key]["value"] == 101_500_000
    assert (
        table[key]["source_actors"] == portal[key]["source_actors"] == sdmx[key]["source_actors"] == ["RUS"]
    )
    key = "reporter=PAK partner=World flow=exports valuation=FOB year=2015"
    assert portal[key]["value"] == sdmx[key]["value"] == 5_000_500_000


def test_both_reports_of_one_flow_stand():
    rows = by_key(PORTAL, "p.csv")
    pair = [rows[f"reporter={r} partner={p} flow={f} year=2015"] for r, p, f in (
        ("RUS", "PAK", "exports valuation=FOB"), ("PAK", "RUS", "imports valuation=CIF"),
    )]  # fmt: skip
    assert [row["source_actors"] + row["target_actors"] for row in pair] == [["RUS", "PAK"]] * 2
    assert [row["value"] for row in pair] == [101_500_000, 121_500_000]


def test_the_portals_rows_before_a_state_are_left_out_and_its_predecessor_is_not_made_up():
    taken = take(PORTAL, "p.csv")
    assert [out.reason for out in taken.left_out] == [
        "'Euro Area' is a group, not a state",
        "a balance is the difference of two flows that stand for themselves",
    ]
    old = by_key(PORTAL, "p.csv")["reporter=PAK partner=SUN flow=imports valuation=CIF year=1990"]
    assert old["source_actors"] == ["SUN"]
    assert taken.rows == 6
    codes = take(SDMX, "s.csv")
    assert [out.reason for out in codes.left_out] == [
        "'GX123' is a group, not a state",
        "HKG (Hong Kong) is a territory, not a state",
    ]


def table(
    title=EXPORTS, reporter="Russian Federation", years=(2010, 2015), rows=(("Pakistan", 1.5, 2.5),), **more
):
    return workbook({"S": imf_table(title, reporter, list(years), list(rows), **more)})


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (table(title="Balance of Trade"), "sheet 'S', cell B2: the title 'Balance of Trade' is none of"),
        (table(unit="Percent"), "cell B5: the unit 'Percent' is none of: US Dollars, Millions"),
        (table(years=("2010M1", 2015)), "'2010M1' in cell C7 is not a year that comes once"),
        (table(years=(2010, 2010)), "'2010' in cell D7 is not a year that comes once"),
        (table(years=()), "there are no years in row 7|there is a figure without a year"),
        (table(rows=[["Atlantis", 1.5, 2.5]]), "row 8: 'Atlantis' is not a name that is known"),
        (table(rows=[["Pakistan", "n.a.", 2.5]]), "row 8: 'n.a.' is not a trade value"),
        (table(rows=[["Pakistan", -1.5, 2.5]]), "row 8: '-1.5' is not a trade value"),
        (table(rows=[["Pakistan", 1.5, 2.5, 3.5]]), "row 8: there is a figure without a year"),
        (table(rows=[["Pakistan", 1.5, 2.5], ["Pakistan", 1.5, 9.5]]), "row 9: '9.5' for RUS PAK .* contradicts '2.5'"),
        (table(rows=[]), "there is no partner row"),
        (TABLE[: len(TABLE) // 2], "this is no Excel workbook, or it is cut off"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "this is an old .xls or a workbook with a password"),
        (archive({"a.txt": "x"}), "the part xl/_rels/workbook.xml.rels of the workbook cannot be read"),
        (b"", "the file is empty"),
        (b"<!DOCTYPE html><html>", "this is a web page, not data"),
        (b"a,b\n1,2\n", "the header is in no layout of this data set"),
        (with_cell(PORTAL, 1, "FREQUENCY", "Monthly"), "line 2: 'Monthly' in column 'FREQUENCY' is not annual"),
        (with_cell(PORTAL, 1, "SCALE", "Billions"), "line 2: 'Billions' in column 'SCALE' is not a scale"),
        (with_cell(PORTAL, 2, "INDICATOR", "Tourists"), "line 3: 'Tourists' in column 'INDICATOR' is not"),
        (with_cell(PORTAL, 2, "COUNTERPART_COUNTRY", "Atlantis"), "line 3: 'Atlantis' in column 'COUNTERPART_COUNTRY'"),
        (with_cell(SDMX, 1, "TIME_PERIOD", "2015-Q1"), "line 2: '2015-Q1' in column 'TIME_PERIOD' is not a year"),
        (with_cell(SDMX, 1, "OBS_VALUE", "much"), "line 2: 'much' in column 'OBS_VALUE' is not a trade value"),
        (SDMX + b"RUS,XG_FOB_USD,PAK,A,2015,99,6\n", "row 7: '99' for RUS PAK .* contradicts '101.5'"),
        (without_column(SDMX, "SCALE"), "the header lacks column 'SCALE'"),
    ],
)  # fmt: skip
def test_a_bad_file_stops_with_one_line_that_says_where(data, said):
    with pytest.raises(SourceError, match=said) as error:
        take(data, "t.xlsx")
    assert str(error.value).startswith("t.xlsx")
    assert "\n" not in str(error.value)


@pytest.mark.shared
def test_russias_trade_with_pakistan_is_as_published(shared):
    folder = shared / "imf_dots"
    sold = by_key((folder / "rf_exports_2023.xlsx").read_bytes())
    bought = by_key((folder / "rf_imports.xlsx").read_bytes())

    def millions(rows, flow, year):
        return round(rows[f"reporter=RUS partner=PAK flow={flow} year={year}"]["value"] / 1e6, 1)

    exports = {2011: 124.0, 2016: 134.1, 2018: 418.3, 2020: 582.3, 2021: 343.5, 2022: 179.6, 2023: 127.9}
    imports = {2010: 241.0, 2015: 298.3, 2019: 360.4, 2021: 353.5, 2022: 194.6}
    assert {year: millions(sold, "exports valuation=FOB", year) for year in exports} == exports
    assert {year: millions(bought, "imports valuation=CIF", year) for year in imports} == imports
    estimated = {row["start"].year for row in sold.values() if row["bound"] == "~"}
    assert estimated == {2023}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "rows", "statements", "left_out"),
    [
        ("rf_exports_2023.xlsx", 455, 4799, 69),
        ("rf_imports.xlsx", 208, 2495, 16),
        ("tot_exports_2023.xlsx", 476, 4850, 86),
        ("tot_imports.xlsx", 238, 2328, 43),
    ],
)
def test_every_real_row_is_taken_or_explained(shared, file, rows, statements, left_out):
    taken = take((shared / "imf_dots" / file).read_bytes(), file)
    assert (taken.rows, taken.statements.height, len(taken.left_out)) == (rows, statements, left_out)
    kinds = ("group", "territory", "no state")
    assert all(any(kind in out.reason for kind in kinds) for out in taken.left_out)
