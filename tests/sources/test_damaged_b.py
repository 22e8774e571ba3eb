"""Fifteen kinds of bad file for every reader of conflicts, diplomacy, treaties, aid, exercises and visits."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Callable

import pytest

from detente.errors import SourceError
from detente.sources.registry import reader
from tests.sources.edits import fixture

FILES = {
    "cow_mid_a.csv": "cow_mid",
    "cow_mid_b.csv": "cow_mid",
    "cow_mid_i.csv": "cow_mid",
    "cow_mid_ip.csv": "cow_mid",
    "dyadic_mid_402.csv": "dyadic_mid",
    "dyadic_mid_403.csv": "dyadic_mid",
    "gml_mid.csv": "gml_mid",
    "mie.csv": "mie",
    "ucdp_acd.csv": "ucdp_acd",
    "rivalries_td.csv": "rivalries",
    "rivalries_tss.csv": "rivalries",
    "gsdb.csv": "gsdb",
    "cow_diplomacy.csv": "cow_diplomacy",
    "us_missions_range.csv": "us_missions",
    "us_missions_yearly.csv": "us_missions",
    "visa_rules.csv": "visa_rules",
    "diplometrics.csv": "diplometrics",
    "dca.csv": "dca",
    "desta.csv": "desta",
    "gptad.csv": "gptad",
    "exercises_russia.csv": "exercises_russia",
    "exercises_mme.csv": "exercises_mme",
    "visits_who.csv": "visits",
    "visits_counts.csv": "visits",
    "aiddata_china.csv": "aiddata_china",
    "gem_lng.csv": "gem_lng",
    "sipri_arms_by_delivery.csv": "sipri_arms",
}
PREAMBLE = {"sipri_arms_by_delivery.csv": 11}


def edit(change: Callable[[list[list[str]]], list[list[str]]]) -> Callable[[bytes, str], bytes]:
    """A damage done to the table, header first, whatever stands before it."""

    def spoil(data: bytes, file: str) -> bytes:
        mark = ";" if file == "desta.csv" else ","
        lines = data.decode().split("\n")
        at = PREAMBLE.get(file, 0)
        rows = change(list(csv.reader(io.StringIO("\n".join(lines[at:])), delimiter=mark)))
        out = io.StringIO()
        csv.writer(out, delimiter=mark, lineterminator="\n").writerows(rows)
        return ("\n".join([*lines[:at], ""]) if at else "").encode() + out.getvalue().encode()

    return spoil


def header(change: Callable[[list[str]], list[str]]) -> Callable[[bytes, str], bytes]:
    return edit(lambda rows: [change(rows[0]), *rows[1:]])


DAMAGE: dict[str, tuple[Callable[[bytes, str], bytes], str]] = {
    "empty": (lambda data, file: b"", "the file is empty"),
    "blank": (lambda data, file: b" \r\n ", "the file is empty"),
    "web page": (lambda data, file: b"<!DOCTYPE html><html>Just a moment</html>", "this is a web page"),
    "archive": (lambda data, file: b"PK\x03\x04" + data, "zip archive|no Excel workbook"),
    "cut gzip": (lambda data, file: gzip.compress(data)[:-20], "the gzip file is cut off"),
    "UTF-16": (lambda data, file: data.decode().encode("utf-16"), "not in utf-8|UTF-16|no line is the header"),
    "another data set": (lambda data, file: b"GLOBALEVENTID,SQLDATE\n1,20200101\n", "layout|header|dyad-years"),
    "header alone": (edit(lambda rows: rows[:1]), "a header but no row"),
    "column missing": (header(lambda names: [*names[:-2], "zz", names[-1]]), "lacks|unknown|layout|header"),
    "column unknown": (edit(lambda rows: [[*row, "x y"] for row in rows]), "unknown column|has \\d+ fields"),
    "column twice": (edit(lambda rows: [[*row, row[0]] for row in rows]), "repeats column|has \\d+ fields"),
    "a field too few": (edit(lambda rows: [*rows[:1], rows[1][:-1], *rows[2:]]), "fields where the header has"),
    "a field too many": (edit(lambda rows: [*rows[:1], [*rows[1], ""], *rows[2:]]), "fields where the header has"),
    "cut in a row": (
        lambda data, file: data.rstrip()[: data.rstrip().rfind(b"\n") + 9], "fields where|broken quoting|in column",
    ),
    "broken quoting": (lambda data, file: data.rstrip() + b'\n"never closed', "quoting|fields where"),
}  # fmt: skip


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_told_in_one_line_that_names_the_file(file: str, damage: str) -> None:
    spoil, message = DAMAGE[damage]
    with pytest.raises(SourceError, match=message) as raised:
        reader(FILES[file]).take(spoil(fixture(file), file), file)
    assert str(raised.value).startswith(file)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("file", FILES)
def test_gzip_and_windows_line_ends_change_nothing(file: str) -> None:
    data = fixture(file)
    take = reader(FILES[file]).take
    plain = take(data, file).statements
    assert take(gzip.compress(data), file).statements.equals(plain)
    windows = take(data.replace(b"\n", b"\r\n"), file).statements
    assert windows["key"].equals(plain["key"])
    assert windows["statement_id"].equals(plain["statement_id"])


@pytest.mark.parametrize("file", FILES)
def test_every_row_is_explained_and_every_statement_can_be_traced(file: str) -> None:
    found = reader(FILES[file]).take(fixture(file), file)
    frame = found.statements
    assert frame["statement_id"].is_unique().all()
    assert frame.select("key", "property").is_unique().all()
    for column in ("source", "key", "property", "original", "realm", "row", "row_number"):
        assert frame[column].null_count() == 0, column
    assert set(frame["source"]) == {FILES[file]}
    dated = frame.filter(frame["start"].is_not_null())
    assert (dated["known_from"] >= dated["start"]).all()
    assert dated["precision"].null_count() == 0
    named = set(frame["source_actors"].explode().drop_nulls()) | set(
        frame["target_actors"].explode().drop_nulls()
    )
    assert found.coverage.states is None or named <= found.coverage.states or FILES[file] in EXTRACTS
    assert all(re.search(r"\w", row.reason) for row in found.left_out)
    lines = {*frame["row_number"], *(row.row_number for row in found.left_out)}
    assert len(lines) == found.rows or FILES[file] in JOINED


EXTRACTS = {"gsdb", "exercises_mme"}
"""Their coverage is of the states that all rows name, not of all states named."""
JOINED = {"us_missions", "dca", "exercises_mme"}
"""Several of their rows make one statement, which stands on the first."""
