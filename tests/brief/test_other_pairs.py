"""Pairs without a case, cases of one's own, and what a text in a row can do to a page."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.sources.chronology import HEADER
from detente.study.new_case import write_new_case
from tests.brief.conftest import TODAY, Brief, brief_of
from tests.brief.test_numbers import unproven

SCRIPT = "<script>alert(\"1\")</script> & 'quoted' {{ 7 * 7 }} <img src=https://example.org/a.png>"


def chronology(*changes: dict[str, str]) -> str:
    """Rows of an invented chronology, in its format."""
    row = dict.fromkeys(HEADER, "") | {
        "date_start": "1975-03-01", "date_end": "1975-03-01", "precision": "day", "source_actors": "KEN",
        "target_actors": "BRA", "event_type": "CONSULT", "mode": "visit", "contexts": "diplomatic",
        "realm": "diplomacy", "status": "occurred", "summary": "A visit.", "source_title": "A page",
        "source_publisher": "A publisher",
        "source_url": "https://example.org/1", "source_date": "1975-03-02", "confidence": "high",
    }  # fmt: skip
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADER, lineterminator="\n")
    writer.writeheader()
    writer.writerows(row | change for change in changes)
    return out.getvalue()


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A new case of two states, without rows."""
    write_new_case(tmp_path / "case", ("KEN", "BRA"), TODAY)
    return tmp_path / "case"


@pytest.fixture(scope="module")
def bare(packaged_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Brief:
    """A pair that the packaged case is not about."""
    return brief_of(("IND", "CHN"), tmp_path_factory.mktemp("bare") / "brief.html")


def whole(brief: Brief) -> None:
    assert brief.page.faults == []
    assert len(set(brief.page.ids)) == len(brief.page.ids)
    links = [a.attributes["href"] for a in brief.page.root.all("a")]
    assert {link[1:] for link in links if link.startswith("#")} <= set(brief.page.ids)
    assert list(unproven(brief.page)) == []


def test_a_pair_without_a_case(bare: Brief) -> None:
    whole(bare)
    (heading,) = bare.page.root.all("h1")
    assert heading.text == "India and China"
    assert bare.study.case is None
    for claim in ("claims", "scenarios", "disagreements"):
        assert claim not in bare.page.ids
    assert "Pakistan and Russia" not in bare.page.main.text
    assert all(set(e.lead.actors) >= {"IND", "CHN"} for e in bare.study.events if not e.third_party)


def test_a_pair_of_which_nothing_is_held(packaged_ledger: Path, tmp_path: Path) -> None:
    brief = brief_of(("PER", "ETH"), tmp_path / "brief.html")
    whole(brief)
    assert "holds nothing on these two states yet" in brief.page.by_id("glance").text
    assert "Ingest a data set" in brief.page.by_id("glance").text


def test_a_new_case_has_a_brief_that_says_what_is_missing(case: Path, tmp_path: Path) -> None:
    brief = brief_of(("KEN", "BRA"), tmp_path / "brief.html", case=case)
    whole(brief)
    (heading,) = brief.page.root.all("h1")
    assert heading.text == "Kenya and Brazil"
    assert "holds nothing on these two states yet" in brief.page.by_id("glance").text
    assert "scenarios" not in brief.page.ids


def test_rows_of_a_new_case_are_shown(case: Path, tmp_path: Path) -> None:
    rows = chronology(
        {"summary": "The premier of Kenya paid a visit to Brazil."},
        {"date_start": "1980-06-01", "date_end": "1980-06-01", "event_type": "ACCUSE", "mode": "note", "realm": "trade",
         "confidence": "low", "source_date": "1980-07-01"},
    )  # fmt: skip
    (case / "chronology.csv").write_text(rows, encoding="utf-8")
    brief = brief_of(("BRA", "KEN"), tmp_path / "brief.html", case=case)
    whole(brief)
    assert [e.unconfirmed for e in brief.study.events] == [False, True]
    assert brief.page.by_id("timeline").all("figure")
    assert len(brief.page.download("timeline.csv")) == 2


def test_a_text_stays_a_text(case: Path, tmp_path: Path) -> None:
    (case / "chronology.csv").write_text(
        chronology({"summary": SCRIPT, "source_title": SCRIPT}), encoding="utf-8"
    )
    written = (case / "case.yml").read_text(encoding="utf-8")
    (case / "case.yml").write_text(
        written.replace("title: Kenya and Brazil", 'title: "<b>Kenya</b> & \\"Brazil\\""'), encoding="utf-8"
    )
    brief = brief_of(("KEN", "BRA"), tmp_path / "brief.html", case=case)
    whole(brief)
    assert brief.page.root.all("script", "b", "img") == []
    (heading,) = brief.page.root.all("h1")
    assert heading.text == '<b>Kenya</b> & "Brazil"'
    (shown,) = brief.page.by_id("evidence").all("tr")[1:]
    assert SCRIPT in shown.text
    (row,) = brief.page.download("evidence.csv")
    assert row["says"] == SCRIPT
    (event,) = brief.page.download("timeline.csv")
    assert event["text"] == SCRIPT


def test_an_address_that_is_none_is_not_linked(case: Path, tmp_path: Path) -> None:
    (case / "chronology.csv").write_text(
        chronology({"source_url": "file:A register row=7"}), encoding="utf-8"
    )
    brief = brief_of(("KEN", "BRA"), tmp_path / "brief.html", case=case)
    assert [a for a in brief.page.by_id("evidence").all("a") if "rel" in a.attributes] == []
    assert "A page" in brief.page.by_id("evidence").text


def test_what_was_not_yet_known_is_not_shown(in_1990: Brief) -> None:
    day = date(1990, 1, 1)
    study = in_1990.study
    assert study.events
    assert all(s.known_from is None or s.known_from <= day for s in study.evidence.values())
    assert all(
        e.lead.start is not None and e.lead.start <= day for e in study.events if e.lead.status == "occurred"
    )
    for frame in [*study.by_year.values(), *study.whole.values(), *study.partners.values()]:
        if not frame.is_empty():
            assert frame["start"].max() <= day
    assert all(point.date <= day for point in study.turning_points)
    assert all(p.start <= day and (p.end is None or p.end <= day) for p in study.phases)
    assert study.scenarios is None
    parts = [in_1990.page.by_id(id_) for id_ in ("glance", "timeline", "realms", "turning", "third")]
    said = " ".join(e.text for part in parts for e in part.all(cls="say"))
    years = {
        int(word)
        for word in said.replace(".", " ").replace(",", " ").split()
        if word.isdigit() and len(word) == 4
    }
    assert max(year for year in years if 1900 < year < 2100) <= 1990


def test_what_is_not_held_is_said_and_not_shown_as_zero(tmp_path: Path, packaged_ledger: Path) -> None:
    from detente.brief.glance import glance
    from detente.study.whole import whole_study

    study = whole_study(("IND", "CHN"), None, packaged_ledger, [], None, date(2026, 11, 24))
    said = dict(glance(study))["Not held"][0].text
    assert all(what in said for what in ("UN votes", "trade", "arms transfers"))


def test_two_data_sets_of_trade_are_told_as_one_figure_each_way(packaged_ledger: Path) -> None:
    from detente.brief.glance import trade
    from detente.study.whole import whole_study

    study = whole_study(("PAK", "RUS"), None, packaged_ledger, [], None, date(2026, 11, 24))
    alone = [sentence.text for sentence in trade(study)]
    held = study.by_year["trade_value"]
    again = held.with_columns(basis=held["basis"].str.replace("cow_trade", "another_data_set"))
    study.by_year["trade_value"] = pl.concat([held, again])
    assert [sentence.text for sentence in trade(study)] == alone
    assert len(alone) == 2
