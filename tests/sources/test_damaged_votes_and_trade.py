"""Vote and trade files that are not what they should be: one line each, with the file's name."""

import gzip
from itertools import product

import pytest

from detente.errors import SourceError
from detente.sources import (
    baci,
    comtrade,
    geodist,
    gravity,
    imf_trade,
    un_agreement,
    un_votes,
    unsc_vetoes,
)
from tests.sources.edits import fixture
from tests.sources.test_damaged_ties_and_flows import DAMAGE

FILES = {
    "baci.csv": baci,
    "comtrade_comtradr.csv": comtrade,
    "geodist.csv": geodist,
    "gravity_2006.csv": gravity,
    "gravity_panel.csv": gravity,
    "imf_portal.csv": imf_trade,
    "imf_sdmx.csv": imf_trade,
    "un_agreement.csv": un_agreement,
    "un_votes_issues.csv": un_votes,
    "un_votes_library.csv": un_votes,
    "unsc_vetoes.csv": unsc_vetoes,
}
MORE = {
    "header alone": (lambda data: data.split(b"\n", 1)[0] + b"\n", "there is a header but no row|no row"),
    "semicolons": (lambda data: data.replace(b",", b";"), "header|layout"),
    "JSON": (lambda data: b'{"a": [1, 2]}', "JSON|header|layout"),
    "quote left open": (lambda data: data.rstrip() + b'\n"x', "quoting|field"),
    "Excel": (lambda data: b"\xd0\xcf\x11\xe0" + data, "not in|old .xls|header|layout|workbook"),
}  # fmt: skip
KINDS = DAMAGE | MORE | {
    "archive": (lambda data: b"PK\x03\x04" + data, "this is a zip archive|no Excel workbook"),
    "swapped columns": (DAMAGE["swapped columns"][0], r"line \d+: "),
    "truncated": (DAMAGE["truncated"][0], r"field|quoting|line \d+: "),
}  # fmt: skip


def name_of(file: str) -> str:
    return "BACI_HS92_Y2015_V202401.csv" if file == "baci.csv" else file


# the first columns of the portal's csv are not used, and the issues have too few to swap by the same rule
HARMLESS = {("swapped columns", "imf_portal.csv"), ("swapped columns", "un_votes_issues.csv")}


@pytest.mark.parametrize(
    ("damage", "file"),
    [pair for pair in product(sorted(set(KINDS) - {"unknown column"}), FILES) if pair not in HARMLESS],
)
def test_damage_is_told_in_one_line_that_names_the_file(damage, file):
    spoil, message = KINDS[damage]
    with pytest.raises(SourceError, match=message) as raised:
        FILES[file].take(spoil(fixture(file)), name_of(file))
    assert str(raised.value).startswith(name_of(file))
    assert "\n" not in str(raised.value)
    assert str(raised.value).count(". ") >= 1  # what, and what to do


@pytest.mark.parametrize("file", FILES)
def test_an_unknown_column_is_named(file):
    lines = fixture(file).split(b"\n", 1)
    with pytest.raises(SourceError, match=r"unknown column 'surprise'|lacks"):
        FILES[file].take(lines[0] + b",surprise\n" + lines[1], name_of(file))


@pytest.mark.parametrize("file", FILES)
def test_gzip_and_windows_line_ends_change_nothing(file):
    data, reader = fixture(file), FILES[file]
    plain = reader.take(data, name_of(file)).statements
    assert reader.take(gzip.compress(data), name_of(file)).statements.equals(plain)
    windows = reader.take(data.replace(b"\n", b"\r\n"), name_of(file)).statements
    if file != "unsc_vetoes.csv":  # one draft cell holds a line end of its own
        assert windows["key"].equals(plain["key"])
    assert windows["value"].equals(plain["value"])


@pytest.mark.parametrize("file", FILES)
def test_every_row_is_a_statement_that_can_be_placed_or_is_set_aside_with_a_reason(file):
    found = FILES[file].take(fixture(file), name_of(file))
    frame = found.statements
    assert frame["statement_id"].is_unique().all()
    assert frame.select("key", "property").is_unique().all()
    for column in ("source", "key", "property", "original", "row", "row_number", "known_from"):
        assert frame[column].null_count() == 0, column
    if file != "geodist.csv":
        assert (frame["known_from"] >= frame["start"]).all()
    named = set(frame["source_actors"].explode().drop_nulls()) | set(
        frame["target_actors"].explode().drop_nulls()
    )
    if found.coverage.states is not None:
        assert named <= found.coverage.states
    placed = set(frame["row_number"]) | {out.row_number for out in found.left_out}
    twice = 1 if file == "un_agreement.csv" else 0  # a pair in both orders is one statement
    assert len(placed) == found.rows - twice
    assert all(out.reason and out.row for out in found.left_out)
