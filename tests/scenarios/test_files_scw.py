"""ScenarioWizard's files, in and out, with their quirks."""

from __future__ import annotations

import numpy as np
import pytest

from detente.errors import SourceError
from detente.scenarios.files_scw import dump_scw, load_scw, read_scw, write_scw
from detente.scenarios.files_sl import read_sl, write_sl
from detente.scenarios.files_yaml import load_yaml
from tests.scenarios.examples import FIXTURES, model_of, somewhereland
from tests.scenarios.test_files_yaml import GOOD

QUIRKS = (
    "$ ScenarioWizard 4.0\r\nquirks.scw\r\n&\r\n -\r\n -H\xf6he\r\n&\r\n -same\r\n -same\r\n#\r\n"
    "&said of it\r\n \r\n of H\xf6he\r\n&\r\n \r\n \r\n#\r\n#\r\nFFFFFF\r\nFFFFFF\r\nFFFFFF\r\nFFFFFF\r\n#\r\n#\r\n"
    " 0 , 0 ,-2 , 12 \r\n 0 , 0 , 0 , 0 \r\n 3 ,-3 , 1 ,-1 \r\n 0 , 0 , 0 , 0 \r\n#\r\n# 0-0\r\n"
    '"a note"\r\n#\r\n#\r\n'
)  # fmt: skip


@pytest.mark.parametrize("name", ["CIB_global", "CIB_nested"])
def test_published_files_come_back_byte_for_byte(name):
    data = (FIXTURES / f"{name}.scw").read_bytes()
    assert write_scw(read_scw(data, name)) == data
    listed = (FIXTURES / f"{name}.sl").read_bytes()
    assert write_sl(read_sl(listed, name)).replace(b"\r\n", b"\n") == listed.replace(b"\r\n", b"\n")


@pytest.mark.shared
def test_the_carried_copies_are_the_real_ones(shared):
    for file in sorted((shared / "cib").iterdir()):
        assert (FIXTURES / file.name).read_bytes() == file.read_bytes()


def test_names_and_sizes_of_a_published_file():
    model = load_scw((FIXTURES / "CIB_nested.scw").read_bytes(), "CIB_nested")
    assert (len(model.drivers), len(model.matrix), model.combinations) == (17, 55, 408_146_688)
    assert (model.drivers[4].name, model.drivers[4].variants[3].name) == ("NECO", "RpdGr")
    assert model.drivers[4].id == "d5"


def test_blank_and_repeated_names_crlf_latin_1_and_a_diagonal_block():
    data = QUIRKS.encode("latin-1")
    model = load_scw(data, "quirks.scw")
    assert model.addresses == ("d1/v1", "d1/v2", "d2/v1", "d2/v2")
    assert [v.name for d in model.drivers for v in d.variants] == ["", "Höhe", "same", "same"]
    assert model.drivers[0].description == "said of it"
    assert model.drivers[0].variants[1].description == "of Höhe"
    assert model.matrix.tolist() == [[0, 0, -2, 12], [0] * 4, [3, -3, 1, -1], [0] * 4]
    assert write_scw(read_scw(data, "quirks.scw")) == data


def test_mixed_line_ends_are_read_and_stable_after_one_pass():
    mixed = QUIRKS.replace("\r\n", "\n", 5).encode("latin-1")
    once = write_scw(read_scw(mixed, "quirks.scw"))
    assert once == QUIRKS.encode("latin-1")
    assert write_scw(read_scw(once, "quirks.scw")) == once


def test_our_own_models_are_written_and_stable_after_one_pass():
    for model in (somewhereland(), load_yaml(GOOD, "model.yml"), model_of(np.diag([12, -10]), [2])):
        data = dump_scw(model)
        again = load_scw(data, model.name)
        assert np.array_equal(again.matrix, model.matrix)
        assert [d.name for d in again.drivers] == [d.name for d in model.drivers]
        assert write_scw(read_scw(data, model.name)) == data
    text = dump_scw(load_yaml(GOOD, "model.yml")).decode("latin-1")
    assert "projects/stalled +2 payments/flat: Without projects there is little to pay for" in text


def test_a_name_outside_latin_1_cannot_be_written():
    model = load_yaml(GOOD.replace("Own currencies", "Свои валюты"), "model.yml")
    with pytest.raises(SourceError, match="cannot be written in latin-1"):
        dump_scw(model)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("$ ScenarioWizard", "$ Wizard", "line 1: the first line"),
        ("&\r\n -\r\n", " -\r\n", "line 3: neither a driver"),
        (" -same\r\n -same\r\n", "", "driver '' has no variants"),
        (" -same\r\n -same\r\n", "same\r\n", "line 7: neither"),
        ("&\r\n -\r\n -H\xf6he\r\n&\r\n -same\r\n -same\r\n", "", "no drivers"),
        (" 0 , 0 , 0 , 0 \r\n#", "#", "3 matrix rows for 4 variants"),
        (" 0 , 0 ,-2 , 12 ", " 0 , 0 ,-2 ", "line 24: 3 values for 4 variants"),
        (" 12 ", " x ", "line 24: 'x' is not a whole number"),
        (" 12 ", " 1.5 ", "'1.5' is not a whole number"),
        (" 12 ", "  ", "'' is not a whole number"),
        ("#\r\n#\r\nFFFFFF", "FFFFFF", "rows|lines begin with #"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(old, new, reason):
    assert old in QUIRKS
    with pytest.raises(SourceError, match=reason) as caught:
        load_scw(QUIRKS.replace(old, new, 1).encode("latin-1"), "quirks.scw")
    assert str(caught.value).startswith("quirks.scw")
    assert "\n" not in str(caught.value)


def test_a_cut_file_is_refused():
    with pytest.raises(SourceError, match="lines begin with #"):
        load_scw(QUIRKS[: QUIRKS.index("FFFFFF")].encode("latin-1"), "quirks.scw")


def test_a_saturated_weight_is_told():
    listed = read_sl((FIXTURES / "CIB_nested.sl").read_bytes(), "CIB_nested.sl")
    assert [s.overflowed for s in listed] == [True] * 4 + [False] * 16
    assert (listed[4].weight, listed[5].weight, listed[0].total_impact_score) == (10_680_080, 5_872_748, 179)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("hello", "not a ScenarioWizard solution set"),
        ("$ ScenarioWizard 3.0\nSolution set\nmany\n", "line 3: no count"),
        ('$ ScenarioWizard 3.0\nSolution set\n 2 \n\n" 1 2",4,0,0,15,""\n', "1 solutions where 2"),
        ('$ ScenarioWizard 3.0\nSolution set\n 1 \n\n" 1 2",4,0,15,""\n', "line 5: not a solution"),
    ],
)
def test_broken_solution_lists_are_refused(text, reason):
    with pytest.raises(SourceError, match=reason):
        read_sl(text.encode(), "x.sl")
