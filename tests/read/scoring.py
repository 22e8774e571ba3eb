"""A small scorer of readings against hand-written gold, for tests that run anywhere."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from detente.model.reading import Reading
from detente.read import document_from_bytes, read_document

GOLDEN = Path(__file__).parent / "golden"
UNSEEN = Path(__file__).parent / "unseen"
LONGER_PUBLISHED = {
    "algeria-france": date(2025, 4, 20),
    "sweden-hungary": date(2024, 12, 5),
    "china-vietnam": date(2024, 11, 12),
    "guatemala-mexico": date(2025, 10, 6),
    "malaysia-philippines": date(2025, 6, 10),
    "austria-czechia": date(2024, 10, 14),
    "angola-portugal": date(2025, 11, 11),
}
UNSEEN_PUBLISHED = {
    "greece-libya": date(2023, 11, 14),
    "indonesia-australia": date(2024, 12, 20),
    "nigeria-niger": date(2018, 5, 7),
    "serbia-kosovo": date(2024, 2, 1),
    "peru-chile": date(2022, 5, 20),
    "armenia-georgia": date(2024, 11, 20),
    "thailand-cambodia": date(2025, 7, 3),
    "morocco-spain": date(2024, 9, 15),
    "bangladesh-myanmar": date(2019, 4, 30),
    "colombia-venezuela": date(2023, 1, 5),
    "kazakhstan-uzbekistan": date(2023, 6, 1),
    "finland-estonia": date(2025, 2, 11),
    "canada-india": date(2023, 10, 20),
    "senegal-mauritania": date(2025, 5, 10),
}
PUBLISHED = {
    "turkey-brazil": date(2019, 10, 10),
    "japan-vietnam": date(2022, 11, 20),
    "egypt-ethiopia": date(2021, 3, 18),
    "kenya-somalia": date(2023, 6, 20),
    "poland-ukraine": date(2023, 9, 25),
    "iran-saudi": date(2023, 9, 10),
}
UNSEEN2 = Path(__file__).parent / "unseen2"
FIRST_SET_PUBLISHED = {
    "india-nepal": date(2024, 3, 12),
    "rwanda-congo": date(2025, 7, 22),
    "australia-china": date(2024, 11, 4),
    "emirates-qatar": date(2024, 12, 20),
    "brazil-paraguay": date(2025, 11, 14),
    "israel-jordan": date(2025, 9, 22),
    "cuba-usa": date(2025, 3, 10),
    "guyana-venezuela": date(2025, 3, 3),
}
HELD_SET_PUBLISHED = {
    "japan-southkorea": date(2025, 10, 14),
    "belarus-lithuania": date(2025, 10, 28),
    "norway-russia": date(2025, 12, 1),
    "eritrea-ethiopia": date(2025, 12, 22),
    "germany-namibia": date(2025, 5, 30),
    "kyrgyzstan-tajikistan": date(2025, 10, 9),
    "mozambique-southafrica": date(2025, 3, 1),
    "argentina-uk": date(2025, 5, 20),
}
UNSEEN3 = Path(__file__).parent / "unseen3"
GENRE_FIRST_PUBLISHED = {
    "turkey-azerbaijan": date(2025, 6, 20),
    "poland-southkorea": date(2025, 10, 14),
}
GENRE_HELD_PUBLISHED = {
    "brazil-india": date(2025, 9, 3),
    "egypt-sudan": date(2025, 11, 24),
}
SETS = (
    (GOLDEN, PUBLISHED),
    (UNSEEN, UNSEEN_PUBLISHED),
    (UNSEEN, LONGER_PUBLISHED),
    (UNSEEN2, FIRST_SET_PUBLISHED),
    (UNSEEN2, HELD_SET_PUBLISHED),
    (UNSEEN3, GENRE_FIRST_PUBLISHED),
    (UNSEEN3, GENRE_HELD_PUBLISHED),
)


@dataclass(frozen=True)
class Score:
    """Shares of gold that must be found, and of predicted events that are gold."""

    found: float
    fully_right: float
    precise: float
    quantities: float
    violated: int
    missed: tuple[str, ...]


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def read_golden(stem: str, folder: Path = GOLDEN) -> tuple[str, list[Reading]]:
    document = document_from_bytes((folder / f"{stem}.txt").read_bytes(), f"{stem}.txt")
    return document.text, read_document(document, published=next(p[stem] for _, p in SETS if stem in p))


def overlap(a: tuple[int, int], b: tuple[int, int]) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def fits(text: str, gold: dict[str, Any], reading: Reading) -> bool:
    start = text.index(gold["quote"])
    everyone = {*gold["source_actors"], *gold["target_actors"]}
    named = {*reading.source_actors, *reading.target_actors}
    span = (start, start + len(gold["quote"]))
    return (
        reading.kind == gold["kind"]
        and overlap(span, (reading.quote.start, reading.quote.end)) > 0
        and len(everyone & named) >= min(2, len(everyone))
    )


def right(gold: dict[str, Any], reading: Reading) -> bool:
    directed = gold["reciprocal"] or (
        set(reading.source_actors) & set(gold["source_actors"])
        and set(reading.target_actors) & set(gold["target_actors"])
    )
    words = reading.event_type in gold["event_type"] and reading.realm in gold["realm"]
    return bool(directed) and words and reading.status in gold["status"] and date_right(gold, reading)


def date_right(gold: dict[str, Any], reading: Reading) -> bool:
    if gold["date_start"] is None:
        return True
    if reading.date is None:
        return False
    return abs((reading.date.start - date.fromisoformat(gold["date_start"])).days) <= 31


def same_figure(gold: dict[str, Any], reading: Reading) -> bool:
    q, wanted = reading.quantity, gold["quantity"]
    return (
        q is not None
        and abs(q.value - wanted["value"]) <= 0.01 * abs(wanted["value"])
        and q.unit.split("/")[0] == wanted["unit"]
        and q.bound == wanted["bound"]
        and (wanted["change_percent"] is None or q.change_percent == wanted["change_percent"])
    )


def score(stem: str, folder: Path = GOLDEN) -> Score:
    text, readings = read_golden(stem, folder)
    gold = rows(folder / f"{stem}.gold.jsonl")
    events = [g for g in gold if g["kind"] == "event" and g["must"]]
    told = [r for r in readings if r.kind == "event"]
    hit = [g for g in events if any(fits(text, g, r) for r in told)]
    full = [g for g in events if any(fits(text, g, r) and right(g, r) for r in told)]
    known = [r for r in told if any(g["kind"] == "event" and fits(text, g, r) for g in gold)]
    figures = [g for g in gold if g["quantity"] and g["must"]]
    counted = [g for g in figures if any(near(text, g, r) and same_figure(g, r) for r in readings)]
    missed = [g["id"] for g in events if g not in full] + [g["id"] for g in figures if g not in counted]
    return Score(
        len(hit) / len(events), len(full) / len(events), len(known) / max(1, len(told)),
        len(counted) / max(1, len(figures)), violations(stem, text, gold, told, folder), tuple(missed),
    )  # fmt: skip


def near(text: str, gold: dict[str, Any], reading: Reading) -> bool:
    start = text.index(gold["quote"])
    return overlap((start, start + len(gold["quote"])), (reading.quote.start, reading.quote.end)) > 0


def violations(stem: str, text: str, gold: list[dict[str, Any]], told: list[Reading], folder: Path) -> int:
    """Deeds told as done in spans that tell none."""
    count = 0
    for probe in rows(folder / f"{stem}.neg.jsonl"):
        start = text.index(probe["quote"])
        span = (start, start + len(probe["quote"]))
        for reading in told:
            both = overlap(span, (reading.quote.start, reading.quote.end))
            short = min(span[1] - span[0], reading.quote.end - reading.quote.start)
            done = reading.status in ("occurred", "ongoing")
            accepted = any(
                g["kind"] == "event" and fits(text, g, reading) and right(g, reading) for g in gold
            )
            count += bool(done and both * 2 >= short and both and not accepted)
    return count
