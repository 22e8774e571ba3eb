"""Files that are not what they should be: each reader says so in one line with the file's name."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from detente.errors import SourceError
from detente.sources import atop, cow_alliances, cow_igo, cow_trade, cow_trade_national, sipri_arms

FIXTURES = Path(__file__).parent / "fixtures"
FILES = {
    "cow_trade_published.csv": cow_trade,
    "cow_trade_directed.csv": cow_trade,
    "cow_trade_national.csv": cow_trade_national,
    "cow_igo_state_year.csv": cow_igo,
    "cow_igo_igo_year.csv": cow_igo,
    "cow_igo_counts.csv": cow_igo,
    "sipri_arms_preamble.csv": sipri_arms,
    "sipri_arms_bom.csv": sipri_arms,
    "atop_dyads.csv": atop,
    "atop_dyads_official.csv": atop,
    "atop_members.csv": atop,
    "atop_treaties.csv": atop,
    "cow_alliances_by_member.csv": cow_alliances,
    "cow_alliances_yearly.csv": cow_alliances,
}


def _swapped(data: bytes) -> bytes:
    """The first three column names change places, the cells do not."""
    lines = data.split(b"\n")
    at = next(i for i, line in enumerate(lines) if line.count(b",") + line.count(b"\t") > 2)
    mark = b"\t" if b"\t" in lines[at] else b","
    names = lines[at].split(mark)
    names[1], names[2] = names[2], names[1]
    names[0], names[1] = names[1], names[0]
    lines[at] = mark.join(names)
    return b"\n".join(lines)


def _widened(data: bytes) -> bytes:
    lines = data.rstrip().split(b"\n")
    mark = b"\t" if b"\t" in data else b","
    width = max(line.count(mark) for line in lines)
    return b"\n".join(line + mark + b"x y" if line.count(mark) == width else line for line in lines)


DAMAGE = {
    "empty": (lambda data: b"", "the file is empty"),
    "blank": (lambda data: b" \r\n ", "the file is empty"),
    "web page": (lambda data: b"<!DOCTYPE html><html>Just a moment...</html>", "this is a web page"),
    "archive": (lambda data: b"PK\x03\x04" + data, "this is a zip archive"),
    "cut gzip": (lambda data: gzip.compress(data)[:-20], "the gzip file is cut off"),
    "UTF-16": (
        lambda data: data.decode("cp1252").encode("utf-16"),
        "not in utf-8-sig|UTF-16|no line is the header",
    ),
    "another data set": (lambda data: b"GLOBALEVENTID,SQLDATE\n1,20200101\n", "layout|header"),
    "truncated": (lambda data: data.rstrip()[: data.rstrip().rfind(b"\n") + 9], "field|quoting"),
    "swapped columns": (_swapped, r"line \d+: .* in column|no line is the header"),
    "unknown column": (_widened, "unknown column|no state|no abbreviation|no line is the header"),
}


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_told_in_one_line_that_names_the_file(file: str, damage: str) -> None:
    spoil, message = DAMAGE[damage]
    spoiled = spoil((FIXTURES / file).read_bytes())
    with pytest.raises(SourceError, match=message) as raised:
        FILES[file].take(spoiled, file)
    assert str(raised.value).startswith(file)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("file", FILES)
def test_gzip_and_windows_line_ends_change_nothing(file: str) -> None:
    data = (FIXTURES / file).read_bytes()
    plain = FILES[file].take(data, file).statements
    assert FILES[file].take(gzip.compress(data), file).statements.equals(plain)
    windows = FILES[file].take(data.replace(b"\n", b"\r\n"), file).statements
    assert windows["key"].equals(plain["key"])
    assert windows["value"].equals(plain["value"])


@pytest.mark.parametrize("file", FILES)
def test_every_statement_can_be_placed_and_traced(file: str) -> None:
    found = FILES[file].take((FIXTURES / file).read_bytes(), file)
    frame = found.statements
    assert frame["statement_id"].is_unique().all()
    assert frame.select("key", "property").is_unique().all()
    for column in (
        "source",
        "key",
        "property",
        "original",
        "start",
        "precision",
        "realm",
        "row",
        "row_number",
    ):
        assert frame[column].null_count() == 0, column
    assert (frame["known_from"] >= frame["start"]).all()
    assert frame["row_number"].max() <= (FIXTURES / file).read_bytes().count(b"\n")
    named = set(frame["source_actors"].explode().drop_nulls()) | set(
        frame["target_actors"].explode().drop_nulls()
    )
    assert named <= found.coverage.states
