"""The page in a real browser, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.brief.conftest import Brief

pytestmark = pytest.mark.chromium
QUIET = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
DESK, PHONE = 1280, 390
SMALLEST_TEXT = 8
VISIBLE_DRAWINGS = """() => [...document.querySelectorAll('figure svg')].filter(s => s.checkVisibility()).map(s => {
  const box = s.getBoundingClientRect();
  const labels = [...s.querySelectorAll('text')].map(t => t.getBoundingClientRect()).filter(b => b.width);
  const scale = box.width / s.viewBox.baseVal.width;
  const sizes = [...s.querySelectorAll('text')].filter(t => t.textContent.trim())
    .map(t => parseFloat(getComputedStyle(t).fontSize) * scale);
  return {side: s.parentElement.className, figure: s.closest('figure').id, width: box.width, height: box.height,
          smallest: Math.min(...sizes), left: box.left, right: box.right, labels: labels.length};
})"""


IN_SIGHT = """place => {
  const top = document.querySelector(place).getBoundingClientRect().top;
  return top >= -1 && top < innerHeight;
}"""


@dataclass
class Shown:
    """A page in the browser and what it did on the way."""

    page: Any
    width: int
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module", params=[DESK, PHONE])
def shown(request: pytest.FixtureRequest, browser: Any, brief: Brief) -> Iterator[Shown]:
    page = browser.new_page(viewport={"width": request.param, "height": 844}, reduced_motion="reduce")
    seen = Shown(page, request.param)
    page.on("console", lambda m: seen.errors.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("request", lambda r: seen.requests.append(r.url))
    page.goto(brief.path.as_uri(), wait_until="load")
    yield seen
    page.close()


def test_asks_for_nothing_but_itself_and_has_no_complaint(shown: Shown, brief: Brief) -> None:
    assert shown.requests == [brief.path.as_uri()]
    assert shown.errors == []


def test_does_not_scroll_sideways(shown: Shown) -> None:
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= shown.width
    wide = shown.page.evaluate(
        """width => [...document.querySelectorAll('main *')]
             .filter(e => e.checkVisibility() && !e.closest('.scroll, svg, pre'))
             .filter(e => e.getBoundingClientRect().right > width + 1).map(e => e.tagName + '.' + e.className)""",
        shown.width,
    )
    assert wide == []


def test_drawings_have_a_size_and_are_those_for_the_screen(shown: Shown) -> None:
    drawings = shown.page.evaluate(VISIBLE_DRAWINGS)
    assert len(drawings) == shown.page.locator("figure").count() >= 6
    assert {d["side"] for d in drawings} == {"wide" if shown.width == DESK else "slim"}
    for drawing in drawings:
        assert drawing["width"] > 250 and drawing["height"] > 80, drawing
        assert drawing["left"] >= 0 and drawing["right"] <= shown.width, drawing


def test_labels_can_be_read(shown: Shown) -> None:
    for drawing in shown.page.evaluate(VISIBLE_DRAWINGS):
        assert drawing["labels"] > 4, drawing
        assert drawing["smallest"] >= SMALLEST_TEXT, drawing


def test_labels_of_an_axis_do_not_run_into_each_other(shown: Shown) -> None:
    overlaps = shown.page.evaluate(
        """() => [...document.querySelectorAll('figure svg')].filter(s => s.checkVisibility()).flatMap(s =>
          [...s.querySelectorAll('.role-axis-label')].flatMap(group => {
            const boxes = [...group.querySelectorAll('text')].filter(t => getComputedStyle(t).opacity !== '0'
              && t.getAttribute('opacity') !== '0' && t.textContent.trim()).map(t => t.getBoundingClientRect());
            return boxes.flatMap((a, i) => boxes.slice(i + 1).filter(b => a.left < b.right - 1 && b.left < a.right - 1
              && a.top < b.bottom - 1 && b.top < a.bottom - 1).map(() => s.closest('figure').id));
          }))"""
    )
    assert overlaps == []


def test_a_note_leads_to_its_place_and_an_id_to_its_statement(shown: Shown) -> None:
    page = shown.page
    mark = page.locator("#glance sup.note a").first
    target = mark.get_attribute("href")
    mark.click()
    assert page.evaluate("location.hash") == target
    assert page.locator(target).is_visible()
    page.wait_for_function(IN_SIGHT, arg=target)
    id_ = page.locator(f"{target} a.id").first
    statement = id_.get_attribute("href")
    id_.click()
    assert page.locator(statement).is_visible(), "the list of statements opens"
    page.go_back()
    page.go_back()


def test_sections_can_be_reached_from_the_contents(shown: Shown) -> None:
    page = shown.page
    for link in page.locator("nav a").all():
        link.click()
        page.wait_for_function(IN_SIGHT, arg=link.get_attribute("href"))
    assert page.evaluate("document.documentElement.scrollWidth") <= shown.width


def test_a_download_is_the_file_it_is_called(shown: Shown) -> None:
    link = shown.page.locator("figure a.take[download]").first
    with shown.page.expect_download() as expected:
        link.click()
    assert expected.value.suggested_filename == link.get_attribute("download")


def test_on_paper_the_notes_are_there(browser: Any, brief: Brief) -> None:
    page = browser.new_page(viewport={"width": 794, "height": 1123})
    page.goto(brief.path.as_uri())
    page.emulate_media(media="print")
    assert page.locator("#n1").is_visible()
    assert not page.locator("nav").first.is_visible()
    page.close()
