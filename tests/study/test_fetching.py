"""Who is asked of UN Comtrade under which number; many files; where downloads are kept."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from detente.errors import DetenteError
from detente.fetch.client import Client
from detente.fetch.settings import Clock, Settings
from detente.fetch.wanted import Wanted
from detente.sources.event_volume import Selection
from detente.study.fetching import (
    ASKED_BEFOREHAND,
    Delivery,
    both_ways,
    comtrade_number,
    default_folder,
    expected,
    fetch_files,
    pace_seconds,
    polite_settings,
)
from detente.study.opening import open_ledger
from tests.fetch import bad_server as bad


@pytest.mark.parametrize(
    ("state", "year", "number"),
    [
        ("PAK", 2023, 586), ("PAK", 1972, 586), ("PAK", 1971, 588), ("RUS", 2023, 643), ("RUS", 1992, 643),
        ("RUS", 1985, 810), ("RUS", 1991, None), ("IND", 1974, 356), ("IND", 1975, 699), ("USA", 1980, 841),
        ("USA", 1981, 842), ("CHN", 2000, 156), ("BGD", 1960, None),
    ],
)  # fmt: skip
def test_numbers_of_states_at_comtrade(state: str, year: int, number: int | None) -> None:
    assert comtrade_number(state, year) == number


def test_both_sides_are_asked_each_year() -> None:
    asked = [(p.year, p.reporter, p.partner) for p in both_ways(("PAK", "RUS"), 1990, 1992)]
    assert asked == [(1990, 586, 810), (1990, 810, 586), (1992, 586, 643), (1992, 643, 586)]


def test_downloads_are_kept_beside_the_ledgers(data_home: Path) -> None:
    assert default_folder() == data_home / "detente" / "downloads"


def quick() -> Client:
    clock = bad.FakeClock()
    settings = Settings(seconds_between_requests=0, closing_seconds=0.05)
    return Client(settings, Clock(clock.monotonic, clock.sleep, clock.now))


def many(script: bad.Script, number: int) -> list[Wanted]:
    return [Wanted("some_source", f"{script.url}/{i}", f"{i}.csv") for i in range(number)]


def test_a_missing_day_leaves_the_others_and_a_failing_host_ends_it(tmp_path: Path) -> None:
    good = bad.file(b"a,b\n1,2\n")
    answers = {"/1": [bad.says(404)], "/3": [bad.says(403)]}
    with bad.served(bad.Script([good], answers)) as script:
        done = list(fetch_files(quick(), many(script, 6), tmp_path, None))
    assert [type(d) is Delivery for d in done] == [True, False, True, False]
    assert [str(d).partition(": ")[2].split(" (")[0] for d in done if isinstance(d, DetenteError)] == [
        "there is no file at this address", "the server refuses",
    ]  # fmt: skip
    assert len(script.requests) == 4


def test_a_dry_run_does_not_ask_for_every_size(tmp_path: Path) -> None:
    with bad.served(bad.Script([bad.file(b"a,b\n1,2\n")])) as script:
        sizes = [e.size_bytes for e in expected(quick(), many(script, 15), tmp_path)]
    assert sizes == [8] * ASKED_BEFOREHAND + [None] * 5
    assert len(script.requests) == ASKED_BEFOREHAND


def test_the_pace_of_a_host_is_counted() -> None:
    client = Client(polite_settings())
    files = [Wanted("gdelt_events", f"http://data.gdeltproject.org/events/{y}.zip", "x") for y in range(10)]
    assert pace_seconds(client, files) == 50


def gdelt_row(number: int, one: str, two: str) -> str:
    cells = [str(number), "20140105", "201401", "2014", "2014.0137", one, one, one, *[""] * 7]
    cells += [two, two, two, *[""] * 7, "1", "042", "042", "04", "1", "1.9", "3", "1", "3", "2.5"]
    cells += ["1", one, one, "", "33.7", "73.1", "1", "1", two, two, "", "55.7", "37.6", "2"]
    return "\t".join([*cells, "1", one, one, "", "33.7", "73.1", "1", "20140106", "https://news.example/1"])


def test_event_data_is_taken_from_its_archive_and_chosen_by_actors(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as out:
        rows = [gdelt_row(1, "PAK", "RUS"), gdelt_row(2, "PAK", "PAK")]
        out.writestr("20140106.export.CSV", "\n".join(rows) + "\n")
    with bad.served(bad.Script([bad.file(held.getvalue())])) as script:
        ledger = open_ledger(tmp_path / "ledger", create=True)
        file = Wanted("gdelt_events", script.url + "/x", "20140106.export.CSV.zip")

        def fetch(selection: Selection) -> tuple[str, int | None, int | None]:
            (done,) = fetch_files(quick(), [file], tmp_path / "files", ledger, selection=selection)
            assert isinstance(done, Delivery), done
            return done.fetched.state, done.rows, done.statements

        assert fetch("states") == ("downloaded", 2, 1)
        # The same file with all its rows is another wish, though nothing is downloaded again.
        assert fetch("all")[:2] == ("unchanged", 2)
        assert len(script.requests) == 2
