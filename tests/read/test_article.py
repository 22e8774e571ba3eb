"""The first case's article against its gold, and the same with states, dates and figures swapped."""

from __future__ import annotations

import importlib.util
import json
import re
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from detente.read import document_from_bytes, read_document

STEM = "pak-russia-relations"
SWAPS = {
    "india-japan": {
        "Pakistan": "India",
        "Pak ": "Indian ",
        "Soviet Union": "Japanese Empire",
        "Russian": "Japanese",
        "Russia": "Japan",
        "Islamabad": "New Delhi",
        "Moscow": "Tokyo",
        "the US.": "the French.",
        "United State’s": "French Republic’s",
        "Afghanistan": "Nepal",
        "Karachi": "Mumbai",
        "Lahore": "Chennai",
        "Liaquat Ali Khan": "Jawaharlal Nehru",
        "Khyber Pukhtunkhwa": "Tamil Nadu",
        "Shanghai Cooperation Organization (SCO)": "Asian Development Bank (ADB)",
        "Gazprom": "Sakuragas",
        "82 percent": "17 percent",
        "five months": "seven months",
        "2018": "2016",
        "2014": "2011",
        "$450 million": "$3.6 billion",
        "1,100-kilometer": "670-kilometer",
        "$10 billion": "$7.5 billion",
    },
    "brazil-turkey": {
        "Pakistan": "Brazil",
        "Pak ": "Brazil ",
        "Soviet Union": "Turkish Republic",
        "Russian": "Turkish",
        "Russia": "Turkey",
        "Islamabad": "Brasilia",
        "Moscow": "Ankara",
        "the US.": "the UK.",
        "United State’s": "United Kingdom’s",
        "Afghanistan": "Bolivia",
        "Karachi": "Recife",
        "Lahore": "Salvador",
        "Liaquat Ali Khan": "Augusto Lima",
        "Khyber Pukhtunkhwa": "Minas Gerais",
        "Shanghai Cooperation Organization (SCO)": "World Trade Organization (WTO)",
        "Gazprom": "Boruhat",
        "82 percent": "9.5 percent",
        "five months": "three months",
        "2018": "2012",
        "2014": "2009",
        "$450 million": "€120 million",
        "1,100-kilometer": "2,300-km",
        "$10 billion": "€4 billion",
    },
}
CODES = {
    "india-japan": {"PAK": "IND", "RUS": "JPN", "SUN": "JPN", "USA": "FRA", "AFG": "NPL"},
    "brazil-turkey": {"PAK": "BRA", "RUS": "TUR", "SUN": "TUR", "USA": "GBR", "AFG": "BOL"},
}
FIGURES = {
    "india-japan": {450e6: (3.6e9, "USD", 17), 1100: (670, "km", None), 10e9: (7.5e9, "USD", None)},
    "brazil-turkey": {450e6: (120e6, "EUR", 9.5), 1100: (2300, "km", None), 10e9: (4e9, "EUR", None)},
}
DATES = {
    "india-japan": {"2018-05-31": "2016-07-31", "2018": "2016", "2014": "2011"},
    "brazil-turkey": {"2018-05-31": "2012-03-31", "2018": "2012", "2014": "2009"},
}
PUBLISHED = {"india-japan": date(2016, 9, 1), "brazil-turkey": date(2012, 9, 1)}


def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "score_reading", shared.parent / "tools" / "score_reading.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def summary(
    shared: Path, text: str, gold: list[dict[str, Any]], neg: list[dict[str, Any]], published: date
) -> Any:
    module = scorer(shared)
    document = document_from_bytes(text.encode(), f"{STEM}.txt")
    records = [r.record() for r in read_document(document, published=published)]
    return module.summary([module.score_article(document.text, gold, neg, records, stem=STEM)])


def article(shared: Path) -> tuple[str, list[dict[str, Any]], list[dict[str, Any]]]:
    text = (shared / "article" / f"{STEM}.txt").read_bytes().decode("utf-8")
    gold = shared.parent / "gold"
    return text, rows(gold / f"{STEM}.gold.jsonl"), rows(gold / f"{STEM}.neg.jsonl")


@pytest.mark.shared
def test_article(shared: Path) -> None:
    result = summary(shared, *article(shared), date(2018, 9, 1))
    assert result["quantity"]["recall"] == 1.0
    assert result["recall"]["actors"] >= 0.9
    assert result["recall"]["+type"] >= 0.85
    assert result["precision_lenient"]["+type"] >= 0.8
    assert result["date_of_dated"] >= 0.85
    assert result["negative"]["violated"] == 0
    assert result["bad_quotes"] == 0


def swap(text: str, names: dict[str, str]) -> str:
    for old, new in names.items():
        text = text.replace(old, new)
    return text


def swapped_gold(row: dict[str, Any], name: str) -> dict[str, Any]:
    new = json.loads(json.dumps(row))
    new["quote"] = swap(
        row["quote"].replace("and the US", "and the US.").replace("US..", "US."), SWAPS[name]
    ).rstrip(".")
    for side in ("source_actors", "target_actors"):
        new[side] = [CODES[name].get(code, code) for code in row.get(side, [])]
    for field in ("date_start", "date_end"):
        new[field] = _date(row.get(field), name)
    quantity = new.get("quantity")
    if quantity:
        value, unit, change = FIGURES[name][float(quantity["value"])]
        quantity |= {"value": value, "unit": unit, "change_percent": change}
        quantity |= {field: _date(quantity[field], name) for field in ("period_start", "period_end")}
    return new


def _date(value: str | None, name: str) -> str | None:
    for old, new in DATES[name].items():
        if value and value.startswith(old):
            return new + value[len(old) :]
    return value


@pytest.mark.shared
@pytest.mark.parametrize("name", sorted(SWAPS))
def test_swapped_article_reads_alike(shared: Path, name: str) -> None:
    text, gold, neg = article(shared)
    before = summary(shared, text, gold, neg, date(2018, 9, 1))
    other = swap(text, SWAPS[name])
    assert not re.search(r"Pakistan|Russia|Moscow|Islamabad|Soviet|450|82 percent", other)
    new_gold = [swapped_gold(row, name) for row in gold]
    new_neg = [row | {"quote": swap(row["quote"], SWAPS[name])} for row in neg]
    after = summary(shared, other, new_gold, new_neg, PUBLISHED[name])
    for level in ("actors", "directed", "+type", "+realm", "+status", "+date"):
        assert abs(after["recall"][level] - before["recall"][level]) <= 0.1, level
        assert after["precision_lenient"][level] >= before["precision_lenient"][level] - 0.1, level
    assert after["quantity"]["recall"] == 1.0
    assert after["negative"]["violated"] == 0
    assert after["bad_quotes"] == 0
