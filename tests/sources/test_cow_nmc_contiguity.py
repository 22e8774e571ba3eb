"""COW capabilities and contiguity: units that change, spells that outlive a state."""

from datetime import date

import pytest

from detente.errors import SourceError
from detente.sources import cow_contiguity, cow_nmc
from tests.sources.edits import fixture, with_cell, with_row_again, without_column

POWER, BORDERS = fixture("cow_nmc.csv"), fixture("cow_contiguity.csv")


def test_capabilities_have_the_unit_of_their_year_and_the_state_of_their_number():
    taken = cow_nmc.take(POWER, "n.csv")
    rows = {row["key"]: row for row in taken.statements.iter_rows(named=True)}
    pounds, dollars = (rows[f"state=365 indicator=milex year={year}"] for year in (1913, 1991))
    assert (pounds["source_actors"], pounds["unit"]) == (["RUS"], "thousand current GBP")
    assert (dollars["source_actors"], dollars["unit"]) == (["SUN"], "thousand current USD")
    assert rows["state=365 indicator=milper year=1992"]["source_actors"] == ["RUS"]
    missing = rows["state=365 indicator=cinc year=1992"]
    assert (missing["value"], missing["original"], missing["attributes"]) == (None, "-9", '{"missing":true}')
    zero = rows["state=770 indicator=irst year=1950"]
    assert (zero["value"], zero["bound"]) == (0, "=")
    assert [out.reason for out in taken.left_out] == ["the Correlates of War number 771 is no state in 1965"]
    assert taken.statements.height == 7 * 4


def test_a_spell_of_contiguity_is_told_for_each_state_that_held_the_number():
    taken = cow_contiguity.take(BORDERS, "c.csv")
    spells = [
        (row["source_actors"], row["start"], row["end"], row["value"])
        for row in taken.statements.iter_rows(named=True)
    ]
    assert spells == [
        (["RUS", "CHN"], date(1860, 10, 1), date(1922, 12, 29), 1),
        (["SUN", "CHN"], date(1922, 12, 30), date(1991, 12, 25), 1),
        (["RUS", "CHN"], date(1991, 12, 26), date(2016, 12, 31), 1),
        (["RUS", "AFG"], date(1920, 1, 1), date(1922, 12, 29), 1),
        (["SUN", "AFG"], date(1922, 12, 30), date(1991, 12, 25), 1),  # and no Russian border of six days
        (["USA", "SUN"], date(1959, 1, 1), date(1991, 12, 25), 2),
        (["USA", "RUS"], date(1991, 12, 26), date(2016, 12, 31), 2),
    ]
    assert taken.statements["key"].is_unique().all()
    assert [out.row_number for out in taken.left_out] == [5]


@pytest.mark.parametrize(
    ("reader", "data", "said"),
    [
        (cow_nmc, with_cell(POWER, 1, "tpop", "-3"), "line 2: '-3' in column 'tpop' is not a capability"),
        (
            cow_nmc,
            with_cell(POWER, 1, "ccode", "9999"),
            "line 2: '9999' in column 'ccode' is not the Correlates",
        ),
        (cow_nmc, with_row_again(POWER, 1), "'1913' in column 'year' is not new for this state"),
        (cow_nmc, without_column(POWER, "cinc"), "the header is in no layout of this data set"),
        (
            cow_contiguity,
            with_cell(BORDERS, 1, "conttype", "6"),
            "line 2: '6' in column 'conttype' is not a kind",
        ),
        (
            cow_contiguity,
            with_cell(BORDERS, 1, "begin", "1860-10"),
            "'1860-10' in column 'begin' is not a month",
        ),
        (
            cow_contiguity,
            with_cell(BORDERS, 1, "end", "185001"),
            "'185001' in column 'end' is not on or after",
        ),
        (cow_contiguity, with_cell(BORDERS, 1, "statehno", "9999"), "'9999' in column 'statehno' is not the"),
        (cow_contiguity, with_row_again(BORDERS, 1), "'186010' in column 'begin' is not new"),
        (cow_contiguity, without_column(BORDERS, "notes"), "the header lacks column 'notes'"),
    ],
)
def test_a_bad_file_stops_with_one_line_that_says_where(reader, data, said):
    with pytest.raises(SourceError, match=said):
        reader.take(data, "c.csv")


@pytest.mark.shared
def test_every_real_row_is_taken(shared):
    power = cow_nmc.take((shared / "gravity" / "cow_nmc_7states.csv").read_bytes(), "n.csv")
    assert (power.rows, power.statements.height, len(power.left_out)) == (885, 885 * 7, 0)
    borders = cow_contiguity.take((shared / "gravity" / "contdir_7states.csv").read_bytes(), "c.csv")
    assert borders.rows == 9 == borders.statements["row_number"].n_unique()
    assert borders.left_out == ()
