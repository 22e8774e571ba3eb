"""UN Comtrade: codes with their dates, both reports of a flow, totals, products, months, replies that are none."""

import json
from datetime import date

import pytest

from detente.errors import SourceError
from detente.sources.comtrade import take
from detente.sources.comtrade_codes import party
from tests.sources.edits import fixture, with_cell

REPLY, EMPTY, CSV = (fixture(f"comtrade_{name}") for name in ("reply.json", "empty.json", "comtradr.csv"))


def with_record(number: int, **fields) -> bytes:
    """The reply with fields of its number-th record (from 1) changed."""
    reply = json.loads(REPLY)
    reply["data"][number - 1] |= fields
    return json.dumps(reply).encode()


def with_envelope(**fields) -> bytes:
    return json.dumps(json.loads(REPLY) | fields).encode()


def by_key(data: bytes = REPLY) -> dict[str, dict]:
    return {row["key"]: row for row in take(data, "c.json").statements.iter_rows(named=True)}


def test_imports_come_from_the_partner_and_exports_go_to_it():
    rows = by_key()
    bought = rows["reporter=586 partner=643 flow=M period=2015 product=TOTAL"]
    sold = rows["reporter=643 partner=586 flow=X period=2015 product=TOTAL"]
    for row in (bought, sold):
        assert (row["property"], row["source_actors"], row["target_actors"]) == (
            "trade_flow",
            ["RUS"],
            ["PAK"],
        )
        assert (row["start"], row["end"], row["precision"]) == (date(2015, 1, 1), date(2015, 12, 31), "year")
    assert (bought["value"], sold["value"]) == (1215.5, 1015.25)
    assert [json.loads(row["attributes"])[name] for row in (bought, sold) for name in ("reporter", "valuation")] == [
        "PAK", "CIF", "RUS", "FOB",
    ]  # fmt: skip


def test_totals_products_and_months_are_told_apart():
    rows = by_key()
    total = rows["reporter=586 partner=0 flow=M period=2015 product=TOTAL"]
    assert (total["property"], total["object"], total["source_actors"]) == ("trade_total", "imports", ["PAK"])
    wheat = rows["reporter=586 partner=643 flow=M period=2015 product=HS:100190"]
    assert (wheat["property"], wheat["object"], wheat["text"]) == ("product_trade_flow", "HS:100190", "Wheat")
    march = rows["reporter=586 partner=643 flow=M period=201503 product=TOTAL"]
    assert (march["property"], march["start"], march["end"]) == (
        "monthly_trade_flow", date(2015, 3, 1), date(2015, 3, 31),
    )  # fmt: skip
    assert march["value"] is None
    assert json.loads(march["attributes"])["missing"] is True


def test_one_state_under_several_codes_is_one_state():
    rows = by_key()
    assert rows["reporter=588 partner=810 flow=M period=1970 product=TOTAL"]["source_actors"] == ["SUN"]
    assert rows["reporter=588 partner=810 flow=M period=1970 product=TOTAL"]["target_actors"] == ["PAK"]
    old = rows["reporter=356 partner=841 flow=X period=1970 product=TOTAL"]
    assert (old["source_actors"], old["target_actors"]) == (["IND"], ["USA"])
    new = rows["reporter=699 partner=810 flow=X period=1980 product=TOTAL"]
    assert (new["source_actors"], new["target_actors"]) == (["IND"], ["SUN"])
    assert rows["reporter=586 partner=842 flow=M period=2015 product=TOTAL"]["source_actors"] == ["USA"]


def test_parts_splits_groups_and_territories_are_left_out_by_a_named_rule():
    taken = take(REPLY, "c.json")
    assert [(out.row_number, out.reason) for out in taken.left_out] == [
        (5, "split by motCode; the whole flow has a record of its own"),
        (6, "re-exports are part of exports"),
        (7, "code 490 (Other Asia, not elsewhere specified) is no single state"),
        (8, "code 899 (_X ) is no single state"),
        (9, "code 344 (Hong Kong) is a territory, not a state"),
    ]
    assert taken.rows == 14 == taken.statements.height + len(taken.left_out)


def test_a_reply_without_records_is_no_error_and_no_zero():
    taken = take(EMPTY, "c.json")
    assert (taken.rows, taken.statements.height) == (0, 0)
    pair = (frozenset({"PAK"}), frozenset({"RUS", "SUN"}))
    assert taken.coverage.silence_of(pair, date(2015, 1, 1), date(2015, 12, 31)) == "no_data"


def test_the_csv_of_comtradr_says_the_same():
    reply, csv = by_key(REPLY), by_key(CSV)
    assert len(csv) == 3
    for key, row in csv.items():
        for column in ("property", "source_actors", "target_actors", "value", "start", "attributes"):
            assert row[column] == reply[key][column]


@pytest.mark.parametrize(
    ("code", "year", "reports", "state"),
    [
        (643, 1992, True, "RUS"), (810, 1990, True, "SUN"), (586, 1972, True, "PAK"), (588, 1971, True, "PAK"),
        (699, 1975, True, "IND"), (356, 1974, True, "IND"), (842, 1981, True, "USA"), (841, 1980, True, "USA"),
        (810, 1991, False, "SUN"), (251, 2000, True, "FRA"), (757, 2000, True, "CHE"), (891, 1999, True, "YUG"),
        (891, 2005, True, "SCG"), (736, 2000, True, "SDN"), (704, 1980, True, "VNM"), (280, 1980, True, "DEU"),
    ],
)  # fmt: skip
def test_codes_stand_for_their_state_in_their_time(code, year, reports, state):
    assert party(code, "", date(year, 1, 1), date(year, 12, 31), reports=reports).state == state


@pytest.mark.parametrize(
    ("code", "year"), [(643, 1991), (810, 1991), (586, 1971), (588, 1972), (699, 1974), (842, 1980)]
)
def test_a_reporter_outside_its_time_is_wrong(code, year):
    found = party(code, "", date(year, 1, 1), date(year, 12, 31), reports=True)
    assert found.state is None
    assert f"a reporter in {year} (it reports from" in found.wrong


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            with_record(1, reporterCode=588),
            "record 1: '588' in field 'reporterCode' is not a reporter in 2015",
        ),
        (
            with_record(1, partnerCode=9999),
            "record 1: '9999' in field 'partnerCode' is not a code of UN Comtrade",
        ),
        (with_record(1, flowCode="Q"), "record 1: 'Q' in field 'flowCode' is not a flow"),
        (with_record(1, refMonth=12), "record 1: '12' in field 'refMonth' is not 52"),
        (with_record(1, period="2016"), "record 1: '2016' in field 'period' is not the year 2015"),
        (with_record(1, typeCode="S"), "record 1: 'S' in field 'typeCode' is not C"),
        (with_record(1, freqCode="Q"), "record 1: 'Q' in field 'freqCode' is not A"),
        (with_record(1, primaryValue=-4), "record 1: '-4' in field 'primaryValue' is not a trade value"),
        (with_record(14, refMonth=13), "record 14: '13' in field 'refMonth' is not a month"),
        (
            with_record(2, **json.loads(REPLY)["data"][0]),
            "record 2: .* is not new: record 1 is of the same flow",
        ),
        (with_record(1, extra=1), "record 1: its fields are not those of API v1"),
        (with_envelope(error="over quota"), "the API answered with an error: over quota"),
        (with_envelope(count=99), "the reply counts 99 records and holds 14"),
        (b'{"results": [{"id": 4}]}', "this JSON is no reply with data"),
        (REPLY[:900], "the JSON is damaged"),
        (b'{"statusCode": 401, "message": "no key"}', "this JSON is no reply with data"),
        (with_cell(CSV, 1, "flow_code", "Z"), "line 2: 'Z' in field 'flowCode' is not a flow"),
        (b"a,b\n1,2\n", "the header lacks column 'type_code'"),
    ],
)
def test_a_bad_file_stops_with_one_line_that_says_where(data, said):
    with pytest.raises(SourceError, match=said) as error:
        take(data, "c.json")
    assert str(error.value).startswith("c.json")


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "rows", "left_out"),
    [("empty_reply.json", 0, 0), ("data_v1_get_C_A_HS_CHN.json", 4, 0), ("example_THA_2007.csv", 1586, 143)],
)
def test_every_real_row_is_taken_or_explained(shared, file, rows, left_out):
    taken = take((shared / "comtrade" / file).read_bytes(), file)
    assert (taken.rows, taken.statements.height, len(taken.left_out)) == (rows, rows - left_out, left_out)


@pytest.mark.shared
@pytest.mark.parametrize("file", ["Reporters.json", "comtrade_v1_openapi.json"])
def test_a_list_of_codes_is_told_from_data(shared, file):
    with pytest.raises(SourceError, match="this JSON is no reply with data"):
        take((shared / "comtrade" / file).read_bytes(), file)


@pytest.mark.shared
def test_every_published_reporter_is_known_in_its_time(shared):
    for entry in json.loads((shared / "comtrade" / "Reporters.json").read_text())["results"]:
        end = date.fromisoformat(entry.get("entryExpiredDate", "2024-12-31")[:10])
        found = party(
            entry["reporterCode"], entry["reporterCodeIsoAlpha3"], date(end.year, 1, 1), end, reports=True
        )
        assert found.state or found.why_not, entry["text"]
