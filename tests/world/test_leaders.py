"""Who held which office when, by full name and by family name."""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from detente.errors import UnknownActorError
from detente.world.leaders import by_name, state_told, surnames
from detente.world.packaged import day, rows
from detente.world.resolve import in_office, known_as, resolve
from detente.world.table import SPANS, exists

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("name", "on", "code"),
    [
        ("Sergei Lavrov", "2015-06-01", "RUS"),
        ("Wang Yi", "2019-03-01", "CHN"),
        ("Sheikh Hasina", "2012-05-01", "BGD"),
        ("Shehbaz Sharif", "2022-09-01", "PAK"),
        ("Annalena Baerbock", "2022-06-01", "DEU"),
        ("Mevlüt Çavuşoğlu", "2018-01-01", "TUR"),
        ("Mevlut Cavusoglu", "2018-01-01", "TUR"),
        ("Hossein Amirabdollahian", "2022-01-01", "IRN"),
        ("Eduard Shevardnadze", "1987-05-01", "SUN"),
        ("Eduard Shevardnadze", "1998-05-01", "GEO"),
        ("Ban Ki-moon", "2005-05-01", "KOR"),
        ("Ehud Olmert", "2015-01-01", "ISR"),  # a past holder is still told for what he led
    ],
)
def test_a_full_name_stands_for_the_state_of_its_day(name: str, on: str, code: str) -> None:
    assert resolve(name, date.fromisoformat(on)) == code


@pytest.mark.parametrize(
    ("name", "on"),
    [
        ("Annalena Baerbock", "2015-06-01"),  # not yet in office
        ("Ban Ki-moon", "2010-06-01"),  # acts for the United Nations then
        ("Michel Barnier", "2018-06-01"),  # acts for the European Union then
    ],
)
def test_a_name_outside_its_terms_may_be_nobodys(name: str, on: str) -> None:
    assert known_as(name, date.fromisoformat(on)) is None
    with pytest.raises(UnknownActorError):
        resolve(name, date.fromisoformat(on))


def test_a_holder_bound_to_his_term_is_nobody_where_no_day_is_known() -> None:
    assert known_as("Ban Ki-moon") is None
    assert known_as("Yun Byung-se") == "KOR"


@pytest.mark.parametrize(
    "word", ["Brown", "Cable", "Gates", "Sharon", "Johnson", "Singh", "Linde", "Park", "Rice", "Li"]
)
def test_a_family_name_that_is_a_word_or_anybodys_is_never_told_alone(word: str) -> None:
    assert state_told(word, None, set(), alone=True) is None


def test_a_family_name_of_two_states_is_in_doubt_until_the_text_names_one() -> None:
    both = {t.code for t in surnames()["Maliki"]}
    assert both == {"IRQ", "PSE"}
    on = date(2012, 1, 1)
    assert state_told("Maliki", on, set(), alone=True) is None
    assert state_told("Maliki", on, {"IRQ", "USA"}, alone=True) == "IRQ"
    assert state_told("Maliki", on, {"IRQ", "PSE"}, alone=True) is None


def test_bearers_in_office_come_before_those_of_other_days() -> None:
    assert state_told("Mubarak", date(2005, 1, 1), set(), alone=True) == "EGY"
    assert state_told("Baerbock", date(2022, 3, 1), set(), alone=True) == "DEU"
    assert state_told("Baerbock", date(2012, 3, 1), set(), alone=True) is None
    assert state_told("Baerbock", date(2022, 3, 1), set(), alone=False) is None


def test_who_was_in_office_on_a_day() -> None:
    assert in_office("Pervez Musharraf", date(2003, 2, 5))
    assert not in_office("Pervez Musharraf", date(2015, 2, 5))
    assert not in_office("Pervez Musharraf", None)


def test_terms_lie_in_the_life_of_their_state_and_in_order() -> None:
    found = rows("leaders")
    assert len(found) > 700
    for row in found:
        start, end = day(row["start"]), day(row["end"])
        assert start is not None
        assert row["code"] in SPANS
        assert exists(row["code"], start), row
        assert end is None or start <= end, row
        assert bool(row["end"]) != bool(row["known"]), row
        assert row["told"].split(";")[0].isascii() or row["name"]
        assert row["source"]


def test_a_full_name_belongs_to_one_state() -> None:
    assert {text for text, terms in by_name().items() if len({t.code for t in terms}) > 1} == set()
    assert all(" " in text or "-" in text or text in ("Akihito", "Naruhito") for text in by_name())


def test_every_row_has_a_source_that_can_be_opened() -> None:
    with (ROOT / "scripts/leaders/sources.csv").open(encoding="utf-8", newline="") as lines:
        sources = {row["source"]: row for row in csv.DictReader(lines)}
    assert {s for row in rows("leaders") for s in row["source"].split()} == sources.keys()
    assert all(len(row["commit"]) == 40 and "/" in row["repository"] for row in sources.values())


def test_the_script_writes_the_table_as_it_is() -> None:
    written = (
        "import sys; sys.path.insert(0, 'scripts'); import build_leaders as b; "
        "from detente.world.packaged import rows; sys.exit(b.build() != rows('leaders'))"
    )
    assert subprocess.run([sys.executable, "-c", written], cwd=ROOT, check=False).returncode == 0
