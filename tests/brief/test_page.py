"""The page as a file: size, form, places that links lead to, figures with all that belongs to them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from detente.brief.offline import prove_offline
from detente.ledger.duckdb import DuckLedger
from tests.brief.conftest import TODAY, Brief
from tests.brief.page import Element, parse, rows_of

SECTIONS = [
    "glance", "timeline", "realms", "turning", "third", "claims", "disagreements", "scenarios", "method", "sources",
    "notes", "evidence", "cite",
]  # fmt: skip
WITH_INTERVAL = {"vote_agreement", "ideal_point_distance"}
MEASUREMENT = {
    "measure",
    "actors",
    "start",
    "end",
    "value",
    "low",
    "high",
    "unit",
    "basis",
    "n",
    "coverage",
    "evidence",
}
AGAIN = """
import sys
from datetime import date
from pathlib import Path
from detente.brief.page import write_brief
from detente.study.whole import whole_study
write_brief(whole_study(("PAK", "RUS"), None, None, (), None, date.fromisoformat(sys.argv[2])), Path(sys.argv[1]))
"""


def test_is_small_and_stands_alone(brief: Brief) -> None:
    assert brief.path.stat().st_size < 3_000_000
    prove_offline(brief.html, "brief.html")
    assert brief.html.startswith("<!doctype html>")


def test_tags_are_closed_and_nested(brief: Brief) -> None:
    assert brief.page.faults == []


def test_the_check_of_tags_sees_faults() -> None:
    for html in (
        "<p><div></div></p>",
        "<ul><p></p></ul>",
        "<p>",
        "<b><i></b></i>",
        "<a><a></a></a>",
        "<td></td>",
    ):
        assert parse(html).faults, html


def test_sections_stand_in_order_and_the_contents_lead_to_them(brief: Brief) -> None:
    found = [s.id for s in brief.page.main.all("section")]
    assert [s for s in SECTIONS if s in found] == SECTIONS
    assert [s for s in found if s in SECTIONS] == SECTIONS
    (contents,) = brief.page.root.all("nav")
    led = [a.attributes["href"] for a in contents.all("a")]
    assert led == [f"#{s}" for s in found if f"#{s}" in led]


def test_places_are_named_once_and_every_link_has_its_place(brief: Brief) -> None:
    ids = brief.page.ids
    assert len(ids) == len(set(ids))
    links = [
        e.attributes[n] for e in brief.page.root.walk() for n in ("href", "xlink:href") if n in e.attributes
    ]
    inside = {link[1:] for link in links if link.startswith("#")}
    assert inside <= set(ids)
    assert all(link.startswith(("#", "data:text/csv;base64,", "http://", "https://")) for link in links)
    referred = set(re.findall(r"url\(#([^)]+)\)", brief.html))
    assert referred <= set(ids)


def test_has_a_language_a_title_and_headings_without_gaps(brief: Brief) -> None:
    (html,) = brief.page.root.all("html")
    assert html.attributes["lang"] == "en"
    (title,) = brief.page.root.all("title")[:1]
    assert title.text
    levels = [int(e.tag[1]) for e in brief.page.root.all("h1", "h2", "h3", "h4")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def figures(brief: Brief) -> list[Element]:
    found = brief.page.main.all("figure")
    assert len(found) >= 6
    return found


def test_every_figure_says_its_finding_unit_source_and_how_to_read_it(brief: Brief) -> None:
    for figure in figures(brief):
        (title,) = figure.all("h3")
        assert len(title.text.split()) > 4
        assert title.all("sup", cls="note")
        (unit,) = figure.all(cls="unit")
        assert unit.text
        (source,) = figure.all(cls="from")
        assert len(source.text) > len("Source: .")
        assert figure.all(cls="how")[0].text


def test_every_figure_is_drawn_twice_with_its_text_for_those_who_do_not_see_it(brief: Brief) -> None:
    for figure in figures(brief):
        drawings = figure.all("svg")
        assert [d.parent.classes for d in drawings if d.parent] == [["wide"], ["slim"]]
        for drawing in drawings:
            assert drawing.attributes["role"] == "img"
            assert len(drawing.attributes["aria-label"].split()) > 8
            assert float(drawing.attributes["width"]) > 0 < float(drawing.attributes["height"])
            assert drawing.all("path")


def test_every_figure_gives_its_data_with_evidence_that_exists(brief: Brief, packaged_ledger: Path) -> None:
    ledger = DuckLedger.open(packaged_ledger)
    for figure in figures(brief):
        (link,) = [a for a in figure.all("a") if "download" in a.attributes]
        assert link.attributes["download"] == f"{str(figure.id).removeprefix('fig-')}.csv"
        rows = rows_of(link.attributes["href"])
        assert rows
        column = "evidence" if "evidence" in rows[0] else "statement_ids"
        ids = {id_ for row in rows for id_ in row[column].split(";") if id_}
        assert ids
        assert ledger.by_ids(sorted(ids)).height == len(ids)
        valued = [row for row in rows if row.get("coverage") == "value"]
        assert all(row[column] for row in valued)
    ledger.close()


def test_measures_with_an_interval_give_it(brief: Brief) -> None:
    seen = set()
    for figure in figures(brief):
        name = str(figure.id).removeprefix("fig-")
        rows = brief.page.download(f"{name}.csv")
        if "coverage" in rows[0]:
            assert set(rows[0]) >= MEASUREMENT
        if name in WITH_INTERVAL:
            seen.add(name)
            held = [row for row in rows if row["coverage"] == "value" and int(row["n"]) > 1]
            with_both = [row for row in held if row["low"] and row["high"]]
            assert len(with_both) > 30
            assert all(float(r["low"]) <= float(r["value"]) <= float(r["high"]) for r in with_both)
    assert seen == WITH_INTERVAL


def test_sources_name_licence_and_citation(brief: Brief) -> None:
    rows = [row for row in brief.page.by_id("sources").all("tr") if row.all("td")]
    assert len(rows) >= 4
    for row in rows:
        assert all(cell.text for cell in row.all("td")[:3])
    cited = brief.page.by_id("cite").text
    assert TODAY.isoformat() in cited
    assert str(brief.study.manifest["evidence_sha256"]) in cited


def test_the_disagreement_on_the_shanghai_organisation_is_shown(brief: Brief) -> None:
    """COW lists no membership through 2014, ATOP a tie from 2015, the chronology full membership in 2017."""
    told = [d.text for d in brief.page.by_id("disagreements").all(cls="disagreement")]
    assert any(("Shanghai" in text or "SCO" in text) and "2015" in text and "2017" in text for text in told)


def test_the_same_inputs_give_the_same_bytes(brief: Brief, tmp_path: Path) -> None:
    """In another process, with another order of sets and a ledger made anew."""
    other = tmp_path / "again.html"
    environment = os.environ | {"PYTHONHASHSEED": "7", "XDG_DATA_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-c", AGAIN, str(other), TODAY.isoformat()]
    subprocess.run(command, env=environment, check=True, timeout=120)
    assert other.read_bytes() == brief.path.read_bytes()


@pytest.mark.parametrize("which", ["in_1990"])
def test_an_earlier_day_makes_a_whole_page_too(which: str, request: pytest.FixtureRequest) -> None:
    earlier: Brief = request.getfixturevalue(which)
    assert earlier.page.faults == []
    assert len(earlier.page.ids) == len(set(earlier.page.ids))
    links = [a.attributes["href"] for a in earlier.page.root.all("a")]
    assert {link[1:] for link in links if link.startswith("#")} <= set(earlier.page.ids)
