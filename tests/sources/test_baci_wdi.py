"""BACI and World Bank indicators, both built from their published form alone."""

import json
from datetime import date

import pytest

from detente.errors import SourceError
from detente.sources import baci, wdi
from tests.sources.edits import fixture, with_cell, with_row_again

TRADE, PAGE = fixture("baci.csv"), fixture("wdi.json")
NAME = "BACI_HS92_Y2015_V202401.csv"


def of_page(rows=None, **about) -> bytes:
    old_about, old_rows = json.loads(PAGE)
    new = old_rows if rows is None else rows
    return json.dumps([old_about | {"total": len(new)} | about, new]).encode()


def with_row(number: int, **fields) -> bytes:
    rows = json.loads(PAGE)[1]
    rows[number - 1] |= fields
    return of_page(rows)


def test_a_product_keeps_its_leading_zero_and_its_revision():
    taken = baci.take(TRADE, NAME)
    rows = {row["key"]: row for row in taken.statements.iter_rows(named=True)}
    horses = rows["exporter=586 importer=643 year=2015 product=HS92:010121"]
    assert (horses["property"], horses["object"], horses["value"]) == (
        "product_trade_flow",
        "HS92:010121",
        12_500,
    )
    assert (horses["source_actors"], horses["target_actors"]) == (["PAK"], ["RUS"])
    assert json.loads(horses["attributes"]) == {
        "classification": "HS92", "product": "010121", "quantity_tonnes": 3.25, "valuation": "FOB",
    }  # fmt: skip
    oil = rows["exporter=643 importer=586 year=2015 product=HS92:270900"]
    assert json.loads(oil["attributes"])["quantity_tonnes"] is None
    assert rows["exporter=699 importer=586 year=2015 product=HS92:010121"]["source_actors"] == ["IND"]
    assert taken.release == "202401"
    assert [out.reason for out in taken.left_out] == [
        "code 490 (Other Asia, not elsewhere specified) is no single state",
        "code 344 (Hong Kong) is a territory, not a state",
    ]


def test_indicators_are_of_states_in_their_time():
    taken = wdi.take(PAGE, "w.json")
    rows = {row["key"]: row for row in taken.statements.iter_rows(named=True)}
    gdp = rows["indicator=NY.GDP.MKTP.CD country=PAK date=2015"]
    assert (gdp["property"], gdp["object"], gdp["value"], gdp["unit"]) == (
        "indicator", "NY.GDP.MKTP.CD", 1000.5, "current US$",
    )  # fmt: skip
    assert rows["indicator=NY.GDP.MKTP.CD country=PAK date=2014"]["value"] is None
    quarter = rows["indicator=NY.GDP.MKTP.CD country=PAK date=2015Q2"]
    assert (quarter["start"], quarter["end"], quarter["precision"]) == (
        date(2015, 4, 1), date(2015, 6, 30), "quarter",
    )  # fmt: skip
    assert [(out.row_number, out.reason) for out in taken.left_out] == [
        (4, "RUS was no state in 1989: the figure is of its present territory"),
        (5, "SAS (South Asia) is a group, not a state"),
        (6, "HKG (Hong Kong) is a territory, not a state"),
    ]
    assert taken.release == "2024-06-28"
    assert taken.rows == 7 == taken.statements.height + len(taken.left_out)


def test_a_page_without_rows_is_no_error():
    assert wdi.take(of_page([]), "w.json").statements.height == 0
    assert wdi.take(b'[{"page":1,"pages":0,"per_page":50,"total":0},null]', "w.json").rows == 0


@pytest.mark.parametrize(
    ("data", "file", "said"),
    [
        (TRADE, "trade.csv", "the name does not say which revision"),
        (
            with_cell(TRADE, 1, "k", "10121"),
            NAME,
            "line 2: '10121' in column 'k' is not a product of six digits",
        ),
        (with_cell(TRADE, 1, "t", "2016"), NAME, "line 2: '2016' in column 't' is not the year 2015"),
        (with_cell(TRADE, 1, "i", "9999"), NAME, "line 2: '9999' in column 'i' is not a code"),
        (with_cell(TRADE, 1, "v", "-1"), NAME, "line 2: '-1' in column 'v' is not a trade value"),
        (with_cell(TRADE, 1, "q", "few"), NAME, "line 2: 'few' in column 'q' is not a number"),
        (with_row_again(TRADE, 1), NAME, "'010121' in column 'k' is not new for this exporter and importer"),
    ],
)
def test_bad_product_files_stop_with_one_line(data, file, said):
    with pytest.raises(SourceError, match=said) as error:
        baci.take(data, file)
    assert str(error.value).startswith(file)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'[{"message":[{"id":"120","key":"Invalid value","value":"The provided parameter value is not valid"}]}]',
         "the API answered with an error: The provided parameter value is not valid"),
        (of_page(total=99), "page 1 of 1 should hold 99 rows and holds 7"),
        (PAGE[:300], "the JSON is damaged"),
        (b'{"a": 1}', "this JSON is no page of World Bank indicators"),
        (with_row(1, countryiso3code="QQQ"), "row 1: 'QQQ' \\(Pakistan\\) is no state's code"),
        (with_row(1, date="2015H1"), "row 1: '2015H1' is no year, quarter or month"),
        (with_row(1, value="much"), "row 1: the value 'much' is no number"),
        (with_row(1, extra="x"), "row 1: its fields are not those of an indicator's row \\(extra\\)"),
        (with_row(1, value=float("inf")), "row 1: the value inf is no number"),
        (with_row(1, country={"id": "PK"}), "row 1: its fields are not those of an indicator's row \\(country\\)"),
        (of_page(total=None), "its counts are no whole numbers \\(1, 1000, None\\)"),
        (with_row(2, date="2015"), "row 2: it says again what row 1 says"),
    ],
)  # fmt: skip
def test_bad_pages_stop_with_one_line(data, said):
    with pytest.raises(SourceError, match=said) as error:
        wdi.take(data, "w.json")
    assert str(error.value).startswith("w.json")
