import csv
import re

import pytest

from detente.model.cameo import GOLDSTEIN_TABLES, QUAD_NAMES, goldstein_scores, plover_classes, quad_class
from detente.model.vocabulary import EVENT_TYPES


def test_every_code_has_a_plover_class_except_statements_and_appeals():
    classes = plover_classes()
    assert len(classes) == 313
    assert {code[:2] for code, plover in classes.items() if plover is None} == {"01", "02"}
    assert {plover.event_type for plover in classes.values() if plover} == set(EVENT_TYPES)


@pytest.mark.parametrize(
    ("code", "event_type", "mode", "contexts"),
    [
        ("057", "SUPPORT", "", ("diplomatic",)),
        ("0813", "RETREAT", "", ("legal",)),
        ("082", "CONCEDE", "", ("democracy",)),
        ("163", "COERCE", "restrict", ("diplomatic",)),
        ("175", "ASSAULT", "pro_autocracy", ("military",)),
        ("1712", "ASSAULT", "seize", ("human_security",)),
        ("192", "COERCE", "seize", ("military",)),
        ("091", "ACCUSE", "investigate", ("crime", "corruption")),
        ("08", "CONCEDE", "", ()),
    ],
)
def test_codes_that_leave_their_root(code, event_type, mode, contexts):
    assert plover_classes()[code] == (event_type, mode, contexts)


def test_the_three_goldstein_tables_differ_where_they_are_known_to():
    gdelt, icews, keds = (goldstein_scores(name) for name in GOLDSTEIN_TABLES)
    assert (len(gdelt), len(icews)) == (310, 312)
    shared = {c: (gdelt[c], icews[c]) for c in gdelt if gdelt[c] != icews[c]}
    assert shared == {"016": (-2, -5), "022": (3.2, 3.4), "164": (-7, -6.5), "165": (-6.5, -7)}
    assert (icews["1213"], "1213" in gdelt) == (-4, False)
    assert [keds[c] for c in ("016", "124", "163", "166")] == [3.4, -5, -6.5, -8]
    assert not {"019", "129"} & set(keds)


def test_a_score_needs_the_name_of_its_table():
    with pytest.raises(
        ValueError, match="no Goldstein table is called 'CAMEO'; there are GDELT, ICEWS, KEDS"
    ):
        goldstein_scores("CAMEO")


def test_quad_class_goes_by_the_root_so_protest_is_material_conflict():
    assert [quad_class(c) for c in ("010", "057", "061", "0874", "090", "139", "141", "2042")] == [
        1, 1, 2, 2, 3, 3, 4, 4,
    ]  # fmt: skip
    assert QUAD_NAMES[quad_class("14")] == "material conflict"
    for wrong in ("", "1", "21", "---", "00"):
        with pytest.raises(ValueError, match="is not a CAMEO code"):
            quad_class(wrong)


@pytest.mark.shared
def test_the_tables_say_what_the_real_files_say(shared):
    lines = (shared / "gdelt" / "CAMEO.goldsteinscale.txt").read_text().splitlines()[1:]
    assert goldstein_scores("GDELT") == {c: float(s) for c, s in (line.split("\t")[:2] for line in lines)}
    with (shared / "icews" / "cameo-codes.csv").open() as file:
        assert goldstein_scores("ICEWS") == {r["code"]: float(r["goldstein"]) for r in csv.DictReader(file)}
    text = (shared / "events" / "CAMEO2PLOVER-2021.txt").read_text()
    for code, event_type in re.findall(r"^(\d{3,4}): (\w+)", text, re.MULTILINE):
        assert plover_classes()[code].event_type == event_type
