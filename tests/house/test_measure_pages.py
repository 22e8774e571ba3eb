"""One page a measure: formula, interval, nothing, source, what it is not, and an example worked by hand and by code.

That the examples run is held by tests/measures/test_registry.py.
"""

from __future__ import annotations

import doctest
import re

import pytest

from detente.measures.measure import Measure
from detente.measures.registry import MEASURES
from tests.house.tracked import ROOT

HEADINGS = (
    "## Formula", "## Interval", "## When there is nothing", "## Source", "## What it is not", "## Worked example",
)  # fmt: skip
PARTS = {"trade_expected": "gravity.expectation", "realm_profile": "composite"}
"""Pages that work on the part of the code that holds the formula."""
every = pytest.mark.parametrize("chosen", MEASURES, ids=lambda m: m.name)


def page(chosen: Measure) -> str:
    return (ROOT / "docs" / "method" / "measures" / f"{chosen.name}.md").read_text(encoding="utf-8")


@every
def test_a_page_has_its_parts_in_order_and_none_is_empty(chosen: Measure) -> None:
    text = page(chosen)
    places = [text.find(heading) for heading in HEADINGS]
    assert -1 not in places, [h for h, at in zip(HEADINGS, places, strict=True) if at == -1]
    assert places == sorted(places)
    for part in re.split(r"^## .*$", text, flags=re.MULTILINE)[1:]:
        assert len(part.split()) >= 3
    assert text.startswith(f"# {chosen.name}: ")


@every
def test_the_example_is_worked_by_hand_and_by_the_code(chosen: Measure) -> None:
    """One printed line of plain figures, and a call of the measure's own code."""
    worked = page(chosen).split("## Worked example")[1]
    examples = doctest.DocTestParser().get_examples(worked)
    by_hand = [
        e for e in examples
        if e.want and re.search(r"\d|\[", e.source) and not re.search(r"measure\(|compute|statement|import", e.source)
    ]  # fmt: skip
    assert by_hand
    own = (f'measure("{chosen.name}")', f"detente.measures.{PARTS.get(chosen.name, chosen.name)} ")
    assert any(call in e.source for e in examples for call in own)
    assert any(e.want and e is not by_hand[0] for e in examples)
