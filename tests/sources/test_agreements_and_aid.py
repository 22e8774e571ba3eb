"""Trade agreements, Chinese finance, LNG terminals."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.errors import SourceError
from detente.sources import aiddata_china, desta, gem_lng, gptad
from tests.sources.edits import fixture, with_cell
from tests.sources.workbooks import workbook


def by_key(reader, name: str) -> dict[str, dict]:
    rows = reader.take(fixture(name), name).statements.iter_rows(named=True)
    return {row["key"]: row | {"details": json.loads(row["attributes"] or "{}")} for row in rows}


def test_an_agreement_names_its_members_as_dated_and_says_whether_it_is_bilateral() -> None:
    found = by_key(desta, "desta.csv")
    two = found["agreement=901 entry=base_treaty"]
    assert (two["source_actors"], two["reciprocal"], two["object"]) == (["NPL", "PAK"], True, "DESTA 901")
    assert (two["start"], two["end"], two["details"]["in_force_year"]) == (
        date(1982, 1, 1), date(1982, 12, 31), 1984,
    )  # fmt: skip
    assert two["details"]["bilateral"] is True
    many = found["agreement=902 entry=base_treaty"]
    assert (many["source_actors"], many["details"]["bilateral"]) == (["SUN", "UKR", "BLR"], False)
    assert found["agreement=902+1 entry=accession"]["source_actors"] == ["RUS", "UKR", "BLR", "XKX"]


def test_a_negotiation_has_no_date_and_a_territory_no_code() -> None:
    talks = by_key(desta, "desta.csv")["agreement=904 entry=negotiation"]
    assert (talks["start"], talks["known_from"], talks["status"]) == (None, None, "negotiating")
    assert talks["details"]["members_without_code"] == [{"number": "344", "name": "Hong Kong"}]
    antigua = by_key(desta, "desta.csv")["agreement=905 entry=base_treaty"]
    assert antigua["source_actors"] == ["JAM", "TTO"]
    assert antigua["details"]["members_without_code"] == [{"number": "28", "name": None}]


def test_an_agreement_of_one_state_is_set_aside() -> None:
    found = desta.take(fixture("desta.csv"), "desta.csv")
    assert [(row.row_number, row.reason) for row in found.left_out] == [
        (5, "fewer than two members are states in the year")
    ]
    assert found.rows == 6


def test_packed_members_in_two_spellings_and_blocks() -> None:
    found = by_key(gptad, "gptad.csv")
    two = found["name=Pakistan - Sri Lanka X signed=07/31/2002 force=06/12/2005"]
    assert (two["source_actors"], two["start"], two["details"]["bilateral"]) == (
        ["PAK", "LKA"], date(2002, 7, 31), True,
    )  # fmt: skip
    block = found["name=EFTA - Islands X signed=n/a force=07/01/1994"]
    assert block["source_actors"] == ["ISL", "LIE", "NOR", "CHE"]
    assert (block["details"]["blocks"], block["details"]["bilateral"]) == (["EFTA"], False)
    assert block["details"]["members_without_code"] == [{"name": "Faroe Islands", "kind": "territory"}]
    assert block["start"] == date(1994, 7, 1)
    union = found["name=Old Union X signed=12/01/1991 force=N/A"]
    assert union["source_actors"] == ["SUN", "SVK", "SVN", "TTO"]


def test_repeated_and_memberless_rows_are_set_aside() -> None:
    found = gptad.take(fixture("gptad.csv"), "gptad.csv")
    assert [(row.row_number, row.reason) for row in found.left_out] == [
        (3, "the same as an earlier row"),
        (6, "fewer than two members that are states are named"),
        (7, "fewer than two members that are states are named"),
    ]


def test_a_project_has_an_amount_or_none_and_says_if_it_is_an_umbrella() -> None:
    found = by_key(aiddata_china, "aiddata_china.csv")
    school = found["project=901"]
    assert (school["source_actors"], school["target_actors"]) == (["CHN"], ["PAK"])
    assert (school["value"], school["unit"], school["event_type"]) == (241589.5, "USD", "AID")
    pledge = found["project=902"]
    assert (pledge["value"], pledge["bound"], pledge["status"], pledge["standing"]) == (
        None, None, "proposed", "low",
    )  # fmt: skip
    assert pledge["details"]["umbrella"] is True
    assert found["project=904"]["target_actors"] == ["PAK", "AFG"]
    aside = aiddata_china.take(fixture("aiddata_china.csv"), "a.csv").left_out
    assert [row.reason for row in aside] == ["Africa, regional is no state in 2005"]


def test_finance_from_the_workbook() -> None:
    rows = list(csv.reader(io.StringIO(fixture("aiddata_china.csv").decode())))
    flags = {"True": "1", "False": "0"}
    data = workbook(
        {"Read me": [["made up"]], "GCOF": [[flags.get(cell, cell) for cell in row] for row in rows]}
    )
    found = aiddata_china.take(data, "a.xlsx")
    plain = aiddata_china.take(fixture("aiddata_china.csv"), "a.csv")
    assert found.statements["statement_id"].equals(plain.statements["statement_id"])
    assert found.statements["attributes"].equals(plain.statements["attributes"])
    broken = [[*row[:8], "two\nlines", *row[9:]] if at else row for at, row in enumerate(rows)]
    numbers = aiddata_china.take(workbook({"GCOF": broken}), "a.xlsx").statements["row_number"]
    assert numbers.equals(plain.statements["row_number"])


def test_a_government_owns_whatever_the_headquarters_column_says() -> None:
    found = by_key(gem_lng, "gem_lng.csv")
    state = found["terminal=T900100 owner=Government of Pakistan"]
    assert (state["source_actors"], state["target_actors"], state["value"]) == (["PAK"], [], 74.0)
    assert found["terminal=T900100 owner=Sample Oil"]["source_actors"] == ["RUS"]
    assert state["note"] == "ParentHQCountry puts Government of Pakistan in QAT; the owner line is taken"


def test_terminals_without_shares_places_or_days() -> None:
    found = gem_lng.take(fixture("gem_lng.csv"), "g.csv")
    rows = by_key(gem_lng, "gem_lng.csv")
    unknown = rows["terminal=T900201 owner=Shell X"]
    assert (unknown["value"], unknown["source_actors"]) == (None, [])
    assert unknown["note"].startswith("Parent and ParentHQCountry list different numbers")
    assert (unknown["start"], found.release) == (date(2023, 7, 12), "2023-10-01")
    province = rows["terminal=T900300 owner=Government of Sarawak"]
    assert (province["source_actors"], province["details"]["state_is"], province["start"]) == ([], None, None)
    sizes = found.statements.filter(pl.col("property") == "lng_terminal_capacity_mtpa")
    assert dict(sizes.select("key", "value").rows()) == {"terminal=T900100": 3.8, "terminal=T900300": 0.5}


def semicolon(data: bytes, old: bytes, new: bytes) -> bytes:
    assert old in data
    return data.replace(old, new, 1)


def test_bad_agreements() -> None:
    data = fixture("desta.csv")
    for old, new, message in (
        (b";524;586;", b";524;5860;", "line 2: '5860' in column 'c1 ... c91' is not the ISO numeric code"),
        (b'"base_treaty";0;1982', b'"gossip";0;1982', "line 2: 'gossip' in column 'entry_type'"),
        (b";0;1982;", b";0;82;", "line 2: '82' in column 'year' is not a year or NA"),
    ):
        with pytest.raises(SourceError, match=message):
            desta.take(semicolon(data, old, new), "desta.csv")
    with pytest.raises(SourceError, match="in no layout of this data set"):
        desta.take(data.replace(b";", b","), "desta.csv")


@pytest.mark.parametrize(
    ("reader", "name", "row", "column", "value", "message"),
    [
        (gptad, "gptad.csv", 1, "Membership", "Pakistan, Ruritania", "line 2: 'Ruritania' in column 'Membership'"),
        (gptad, "gptad.csv", 1, "Date.of.Signature", "31/07/2002", "line 2: '31/07/2002' in column"),
        (gptad, "gptad.csv", 1, "Type", "Gentlemen's Agreement", "line 2: .* in column 'Type'"),
        (aiddata_china, "aiddata_china.csv", 1, "status", "Dreamt", "line 2: 'Dreamt' in column 'status'"),
        (aiddata_china, "aiddata_china.csv", 1, "donor", "Japan", "line 2: 'Japan' in column 'donor'"),
        (aiddata_china, "aiddata_china.csv", 1, "all_recipients", "Atlantis", "line 2: 'Atlantis' in column"),
        (aiddata_china, "aiddata_china.csv", 2, "project_id", "901", "line 3: 'project=901' in column 'project_id'"),
        (gem_lng, "gem_lng.csv", 1, "Status", "Rumoured", "line 2: 'Rumoured' in column 'Status'"),
        (gem_lng, "gem_lng.csv", 1, "Owner", "A [150%]", "line 2: .* is not a list of shares up to 100%"),
        (gem_lng, "gem_lng.csv", 1, "Owner", "A [lots]", "line 2: .* is not a list of names with shares"),
        (gem_lng, "gem_lng.csv", 1, "Country", "Atlantis", r"line 2: .* made of known states \(Atlantis is none\)"),
        (gem_lng, "gem_lng.csv", 2, "ComboID", "T900100", "line 3: 'T900100' in column 'ComboID' is not new"),
        (gem_lng, "gem_lng.csv", 1, "LastUpdated", "lately", "line 2: 'lately' in column 'LastUpdated'"),
    ],
)  # fmt: skip
def test_surprises_stop_with_the_place(reader, name, row, column, value, message) -> None:
    with pytest.raises(SourceError, match=message):
        reader.take(with_cell(fixture(name), row, column, value), name)


@pytest.mark.shared
def test_the_real_files(shared: Path) -> None:
    def take(reader, name):
        found = reader.take((shared / name).read_bytes(), name)
        lines = {*found.statements["row_number"], *(row.row_number for row in found.left_out)}
        assert len(lines) == found.rows
        assert found.statements.select("key", "property").is_unique().all()
        return found

    def naming(frame, *codes):
        held = [pl.col("source_actors").list.contains(code) for code in codes]
        return set(frame.filter(pl.any_horizontal(held))["key"])

    agreements = take(desta, "treaties/DESTA.csv")
    pakistan, russia = naming(agreements.statements, "PAK"), naming(agreements.statements, "RUS", "SUN")
    assert (agreements.rows, len(pakistan), len(russia), len(pakistan & russia)) == (1217, 26, 38, 0)
    listed = take(gptad, "treaties/GPTAD.csv")
    assert listed.rows == 352
    assert not naming(listed.statements, "PAK") & naming(listed.statements, "RUS", "SUN")
    aid = take(aiddata_china, "aid/aiddata_GlobalChineseOfficialFinance_v1.0_4states.csv").statements
    received = aid.explode("target_actors")["target_actors"].value_counts()
    assert dict(received.iter_rows()) == {"PAK": 149, "AFG": 54, "RUS": 41, "IND": 35}
    assert take(gem_lng, "gem/asia_lng_terminals.csv").rows == 481
