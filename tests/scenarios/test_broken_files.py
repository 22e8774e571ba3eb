"""Broken files of every format: one line each that says which file, where, and what is wrong."""

from __future__ import annotations

import pytest

from detente.errors import DetenteError
from detente.scenarios.files_csv import dump_csv, load_csv
from detente.scenarios.files_scw import load_scw
from detente.scenarios.files_sl import read_sl
from detente.scenarios.files_yaml import load_yaml
from tests.scenarios.examples import FIXTURES, somewhereland
from tests.scenarios.test_files_yaml import GOOD

SCW = (FIXTURES / "CIB_global.scw").read_bytes()
SL = (FIXTURES / "CIB_global.sl").read_bytes()
CSV = b",A1,A2,B1,B2\nA1,0,0,1,-1\nA2,0,0,-1,1\nB1,1,-1,0,0\nB2,-1,1,0,0\n"
ROW = b" 1 ,-3 , 2 , 0 , 0 , 0 ,-1 ,-1 , 1 , 1 "
YAML = GOOD.encode()


def swap(data, old, new):
    assert data.count(old) >= 1, old
    return data.replace(old, new, 1)


BROKEN = {
    "an empty .scw": ("x.scw", lambda: b"", "line 1"),
    "a picture named .scw": ("x.scw", lambda: bytes(range(256)) * 4, "line 1"),
    "a solution list named .scw": ("x.scw", lambda: SL, "lines begin with #"),
    "UTF-16": ("x.scw", lambda: SCW.decode("latin-1").encode("utf-16"), "line 1"),
    "cut in the names": ("x.scw", lambda: SCW[:60], "lines begin with #"),
    "cut in the matrix": ("x.scw", lambda: SCW[: SCW.index(ROW) + 15], "lines begin with #|matrix rows"),
    "a row lost": ("x.scw", lambda: swap(SCW, ROW + b"\n", b""), "9 matrix rows for 10 variants"),
    "a row twice": ("x.scw", lambda: swap(SCW, ROW, ROW + b"\n" + ROW), "11 matrix rows for 10 variants"),
    "a value lost": ("x.scw", lambda: swap(SCW, ROW, ROW[:-4]), "9 values for 10 variants"),
    "a decimal comma": ("x.scw", lambda: swap(SCW, ROW, swap(ROW, b" 1 ", b" 1,5 ")), "11 values for 10"),
    "a decimal point": ("x.scw", lambda: swap(SCW, ROW, swap(ROW, b" 1 ", b" 1.5 ")), "'1.5' is not a whole"),
    "a word among numbers": ("x.scw", lambda: swap(SCW, ROW, swap(ROW, b" 1 ", b" one ")), "'one' is not"),
    "a damaged number": ("x.scw", lambda: swap(SCW, ROW, swap(ROW, b" 1 ", b"9" * 30)), "9999 is no impact"),
    "a driver without variants": ("x.scw", lambda: swap(SCW, b"&", b"&lonely\n&"), "has no variants"),
    "an empty .sl": ("x.sl", lambda: b"", "line 1"),
    "a model named .sl": ("x.sl", lambda: SCW, "line 1"),
    "a solution lost": ("x.sl", lambda: SL.replace(SL.splitlines()[-1], b""), "3 solutions where 4"),
    "a solution cut": ("x.sl", lambda: swap(SL, b'",', b""), "not a solution"),
    "an empty .csv": ("x.csv", lambda: b"\n", "the file is empty"),
    "a CSV that is not square": ("x.csv", lambda: CSV.rsplit(b"B2", 1)[0], "3 rows for 4 columns"),
    "a CSV with a short row": ("x.csv", lambda: swap(CSV, b"B1,1,-1,0,0", b"B1,1,-1,0"), "row 4: 3 values"),
    "a CSV with rows in another order": ("x.csv", lambda: swap(CSV, b"\nA2", b"\nB9"), "row 3: 'B9' stands where"),
    "a CSV with a word": ("x.csv", lambda: swap(CSV, b"A1,0,0,1", b"A1,0,0,x"), "row 2: 'x' is not a whole"),
    "a CSV with a name that is none": ("x.csv", lambda: CSV.replace(b"A1", b"1"), "'1' names no variant"),
    "a CSV with a variant twice": ("x.csv", lambda: CSV.replace(b"A2", b"A1"), "'A1' stands twice"),
    "a CSV with a driver torn apart": ("x.csv", lambda: CSV.replace(b"B2", b"A3"), "do not stand together|for") ,
    "a CSV in latin-1": ("x.csv", lambda: CSV.replace(b"A1", "Ö1".encode("latin-1")), "not UTF-8 at byte"),
    "an empty .yml": ("x.yml", lambda: b"", "the file is empty"),
    "a list for a model": ("x.yml", lambda: b"- a\n- b\n", "line 1: expected fields"),
    "YAML that does not close": ("x.yml", lambda: YAML + b"x: [1, 2\n", "not YAML"),
    "an unknown field": ("x.yml", lambda: YAML + b"mood: good\n", "unknown field 'mood'"),
    "a judgement without a reason": (
        "x.yml", lambda: swap(YAML, b"    reason: Without projects there is little to pay for\n", b""),
        "line 18: a judgement of .2 without reason",
    ),
    "a judgement of a variant that is not there": (
        "x.yml", lambda: swap(YAML, b"to: payments/flat", b"to: payments/none"), "no variant 'payments/none'"),
    "a value off the scale": ("x.yml", lambda: swap(YAML, b"value: 2", b"value: 4"), "'4' is not a whole number"),
}  # fmt: skip
READ = {
    "scw": load_scw, "sl": read_sl, "csv": load_csv,
    "yml": lambda data, name: load_yaml(data.decode("utf-8"), name),
}  # fmt: skip


@pytest.mark.parametrize("which", BROKEN)
def test_a_broken_file_gives_one_line(which):
    name, make, reason = BROKEN[which]
    with pytest.raises(DetenteError, match=reason) as caught:
        READ[name.split(".")[1]](make(), name)
    line = str(caught.value)
    assert line.startswith(name) and "\n" not in line and len(line) < 300


def test_there_are_enough_of_them_and_the_whole_ones_are_read():
    assert len(BROKEN) >= 25
    assert len(load_scw(SCW, "x.scw").drivers) == 3
    assert len(read_sl(SL, "x.sl")) == 4
    assert len(load_csv(CSV, "x.csv").drivers) == 2
    assert len(load_yaml(YAML.decode(), "x.yml").drivers) == 2


def test_a_judgement_without_a_reason_is_let_pass_where_asked():
    text = GOOD.replace("    reason: Without projects there is little to pay for\n", "")
    model = load_yaml(text, "x.yml", allow_unreasoned=True)
    assert model.matrix[0, 2] == 2


def test_a_csv_comes_back_as_it_was():
    model = somewhereland()
    data = dump_csv(model)
    again = load_csv(data, model.name)
    assert again.addresses == model.addresses
    assert again.matrix.tolist() == model.matrix.tolist()
    assert dump_csv(again) == data
    assert (
        load_csv(b"\xef\xbb\xbf" + CSV.replace(b",0", b","), "x.csv").matrix.tolist()
        == load_csv(CSV, "x.csv").matrix.tolist()
    )
