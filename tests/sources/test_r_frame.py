"""Data frames out of R's own files: every column type, both versions, all compressions, and damage."""

import bz2
import gzip
import lzma
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import SourceError
from detente.sources.r_data import Reader, is_r_data
from detente.sources.r_frame import r_frame
from detente.sources.table import ROW
from tests.sources.r_files import Dates, Factor, Sequential, saved

COLUMNS = {
    "whole": [1, None, 3],
    "real": [1.5, None, -2.25],
    "round": [1.0, None, 365.0],
    "text": ["a", None, "Côte d'Ivoire"],
    "factor": Factor(["yes", "no"], [2, None, 1]),
    "day": Dates([0.0, None, 16000.0]),
    "row": Sequential(3),
}
CELLS = {
    "whole": ["1", "", "3"],
    "real": ["1.5", "", "-2.25"],
    "round": ["1", "", "365"],
    "text": ["a", "", "Côte d'Ivoire"],
    "factor": ["no", "", "yes"],
    "day": ["1970-01-01", "", "2013-10-22"],
    "row": ["1", "2", "3"],
}


@pytest.mark.parametrize("version", [2, 3])
@pytest.mark.parametrize("packed", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_every_kind_of_column_becomes_text(version, packed):
    data = packed(saved({"x": COLUMNS}, version))
    assert is_r_data(data)
    table = r_frame(data, "x.RData")
    assert table.frame.drop(ROW).to_dict(as_series=False) == CELLS
    assert table.frame[ROW].to_list() == [1, 2, 3]


def test_the_bytes_that_r_gives_for_one_whole_number_are_read():
    """serialize(1L, NULL) in R 4.0.2, version 3, native encoding UTF-8."""
    said = bytes.fromhex(
        "580a 00000003 00040002 00030500 00000005 5554462d38 0000000d 00000001 00000001".replace(" ", "")
    )
    value = Reader(said, 0, "x.rds").read()
    assert (value.kind, value.data.tolist()) == (13, [1])
    assert is_r_data(said)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-(2**31) + 1, 2**31 - 1), st.text(max_size=9)), min_size=1, max_size=20)
)
def test_numbers_and_texts_come_back_as_they_went_in(rows):
    data = saved({"x": {"n": [n for n, _ in rows], "t": [t for _, t in rows]}})
    frame = r_frame(data, "x.RData").frame
    assert frame["n"].to_list() == [str(n) for n, _ in rows]
    assert frame["t"].to_list() == [t for _, t in rows]


def test_other_files_are_not_taken_for_r_data():
    for data in (b"", b"rcid,vote\n1,2\n", gzip.compress(b"rcid,vote\n"), b"BZh9 not so", b"\x1f\x8b"):
        assert not is_r_data(data)


WHOLE = saved({"x": COLUMNS})


@pytest.mark.parametrize("at", range(20, len(WHOLE), 7))
def test_a_file_cut_anywhere_says_so_in_one_line(at):
    with pytest.raises(SourceError, match=r"^x.RData: .*In R: load the file"):
        r_frame(WHOLE[:at], "x.RData")


def ints(*values):
    return struct.pack(f">{len(values)}i", *values)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (saved({"x": COLUMNS, "y": COLUMNS}), "the file holds 2 \\(x, y\\)"),
        (saved({}), "the file holds 0 \\(none\\)"),
        (b"RDA3\nA\n3\n", "R wrote this as text"),
        (b"RDX3\nB\n" + WHOLE[7:], "not in the XDR form"),
        (b"RDX3\nX\n" + ints(9, 0, 0), "serialisation version 9"),
        (gzip.compress(WHOLE)[:-9], "the compressed R data are cut off or damaged"),
        (b"RDX2\nX\n" + ints(2, 0, 0) + ints(2 | 1 << 10, 1, 9, 1) + b"f" + ints(3), "a value of R's type 3"),
        (saved({"x": {"a": []}}), "the data frame has no row"),
    ],
)
def test_what_is_no_plain_data_frame_is_told(data, said):
    with pytest.raises(SourceError, match=said):
        r_frame(data, "x.RData")
