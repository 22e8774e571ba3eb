"""Every measure is listed, refuses nothing it offers, and has a page whose arithmetic holds."""

import doctest
from pathlib import Path

import pytest

from detente.errors import UsageError
from detente.measures.registry import MEASURES, measure
from detente.model.finding import MEASUREMENT_SCHEMA
from tests.measures.frames import ask, frame, vote_frame

PAGES = Path(__file__).resolve().parents[2] / "docs" / "method" / "measures"


def test_names_are_unique_and_found():
    assert len({m.name for m in MEASURES}) == len(MEASURES)
    assert all(measure(m.name) is m for m in MEASURES)


def test_an_unknown_name_gets_near_ones():
    with pytest.raises(UsageError, match="similarity_kappa"):
        measure("kappa_similarity")
    with pytest.raises(UsageError, match="detente measures"):
        measure("xyzzy")


@pytest.mark.parametrize("chosen", MEASURES, ids=lambda m: m.name)
def test_every_period_offered_is_answered(chosen):
    """An empty frame gives rows of nothing for each kind of period, none of them a value."""
    empty = vote_frame([(1, 1, None, {"PAK": 1}, False)]).clear() if chosen.view else frame().clear()
    for by in chosen.by:
        table = chosen.compute(empty, ask(by, start=2030, end=2031))
        assert dict(table.schema) == MEASUREMENT_SCHEMA
        assert set(table["coverage"]) == {"outside_coverage"}
        assert table["value"].null_count() == table.height > 0
        assert set(table["directed"]) == {chosen.directed}


@pytest.mark.parametrize("chosen", MEASURES, ids=lambda m: m.name)
def test_the_page_holds(chosen):
    text = (PAGES / f"{chosen.name}.md").read_text(encoding="utf-8")
    for heading in ("## Formula", "## Source", "## What it is not", "## Worked example"):
        assert heading in text
    examples = doctest.DocTestParser().get_doctest(text, {}, chosen.name, chosen.name, 0)
    outcome = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(examples)
    assert outcome.attempted >= 3
    assert outcome.failed == 0


def test_no_page_without_a_measure():
    assert {page.stem for page in PAGES.glob("*.md")} == {m.name for m in MEASURES}
