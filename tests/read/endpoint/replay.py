"""A stand-in for a model: it tells the gold of the project's own texts, whole or damaged in one way, seeded.

Damage is done to records that stand undamaged, so that what is dropped is dropped for the damage.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from detente.model.reading import Reading
from detente.model.vocabulary import EVENT_TYPES, STATUSES
from detente.read import Document, document_from_bytes
from detente.read.clean import clean
from detente.read.endpoint import Asking, Tally
from detente.world.table import STATES
from tests.read.scoring import SETS, rows

Record = dict[str, Any]
Damage = Callable[[Record, "Text", random.Random], Record | None]


@dataclass(frozen=True)
class Text:
    """A text with its gold and its day of publication."""

    stem: str
    folder: Path
    document: Document
    published: date
    gold: tuple[dict[str, Any], ...]

    @property
    def words(self) -> int:
        return len(self.document.text.split())


@cache
def texts() -> tuple[Text, ...]:
    found = []
    for folder, published in SETS:
        for stem, day in sorted(published.items()):
            document = document_from_bytes((folder / f"{stem}.txt").read_bytes(), f"{stem}.txt")
            found.append(Text(stem, folder, document, day, tuple(rows(folder / f"{stem}.gold.jsonl"))))
    return tuple(found)


def record_of(gold: Mapping[str, Any]) -> Record:
    """A gold row as a model should tell it: the first of the values that are accepted."""
    both = list(dict.fromkeys((*gold["source_actors"], *gold["target_actors"])))
    figure = gold["quantity"]
    return {
        "kind": gold["kind"], "quote": gold["quote"],
        "source_actors": both if gold["reciprocal"] else gold["source_actors"],
        "target_actors": [] if gold["reciprocal"] else gold["target_actors"],
        "reciprocal": gold["reciprocal"],
        "event_type": gold["event_type"][0] if gold["event_type"] and gold["kind"] != "quantity" else None,
        "mode": None,
        "realm": gold["realm"][0], "status": gold["status"][0],
        "date": {"start": gold["date_start"], "end": gold["date_end"]} if gold["date_start"] else None,
        "quantity": None if figure is None else {
            name: figure[name] for name in ("value", "unit", "bound", "of", "change_percent")
        },
        "attributed_to": None,
    }  # fmt: skip


def told_of(words: str, told: Sequence[tuple[str, Record]]) -> list[Record]:
    """The records, each with the gold's own quote, that belong to the words of a piece, in their order there."""
    shown = " ".join(words.split())
    places = [(shown.find(" ".join(clean(quote).text.split())), n) for n, (quote, _) in enumerate(told)]
    return [told[n][1] for at, n in sorted(places) if at >= 0]


def _word(record: Record, text: Text, rng: random.Random) -> Record:
    words = record["quote"].split()
    others = [
        w for w in text.document.text.split() if w.isalpha() and w.lower() not in record["quote"].lower()
    ]
    at = rng.randrange(len(words))
    return record | {"quote": " ".join([*words[:at], rng.choice(others), *words[at + 1 :]])}


def _elsewhere(record: Record, text: Text, rng: random.Random) -> Record:
    other = rng.choice([t for t in texts() if t.stem != text.stem])
    return record | {"quote": rng.choice(other.gold)["quote"]}


def _stranger(record: Record, text: Text, rng: random.Random) -> Record:
    named = {code for g in text.gold for code in (*g["source_actors"], *g["target_actors"])}
    today = sorted(
        s.code for s in STATES if s.end is None and s.code not in named and s.name not in text.document.text
    )
    side = rng.choice([s for s in ("source_actors", "target_actors") if record[s]])
    actors = list(record[side])
    actors[rng.randrange(len(actors))] = rng.choice(today)
    return record | {side: actors}


def _neighbour(record: Record, text: Text, rng: random.Random) -> Record | None:
    mine = {*record["source_actors"], *record["target_actors"]}
    named = sorted({c for g in text.gold for c in (*g["source_actors"], *g["target_actors"])} - mine)
    if not named:
        return None
    actors = list(record["source_actors"])
    actors[rng.randrange(len(actors))] = rng.choice(named)
    return record | {"source_actors": actors}


def _turned(record: Record, text: Text, rng: random.Random) -> Record | None:
    if record["reciprocal"] or not record["target_actors"]:
        return None
    return record | {"source_actors": record["target_actors"], "target_actors": record["source_actors"]}


def _category(record: Record, text: Text, rng: random.Random) -> Record | None:
    if record["kind"] != "event":
        return None
    return record | {"event_type": rng.choice([t for t in EVENT_TYPES if t != record["event_type"]])}


def _no_category(record: Record, text: Text, rng: random.Random) -> Record | None:
    return (
        record | {"event_type": rng.choice(["TREATY", "057", "cooperate with"])}
        if record["event_type"]
        else None
    )


def _status(record: Record, text: Text, rng: random.Random) -> Record:
    return record | {"status": rng.choice([s for s in STATUSES if s != record["status"]])}


def _known_date(record: Record, text: Text, rng: random.Random) -> Record:
    years = [
        year
        for year in range(1900, 2030)
        if str(year) not in text.document.text and year != text.published.year
    ]
    year = rng.choice(years)
    return record | {"date": {"start": f"{year}-05-01", "end": f"{year}-05-31"}}


def _other_year(record: Record, text: Text, rng: random.Random) -> Record | None:
    if record["date"] is None or record["date"]["end"] is None:
        return None
    by = rng.choice([-1, 1])
    moved = {k: f"{int(v[:4]) + by}{v[4:8]}{min(int(v[8:]), 28):02}" for k, v in record["date"].items()}
    return record | {"date": moved}


def _number(record: Record, text: Text, rng: random.Random) -> Record | None:
    figure = record["quantity"]
    if figure is None:
        return None
    return record | {"quantity": figure | {"value": figure["value"] * rng.choice([2, 10, 0.1, 1000])}}


def _new_number(record: Record, text: Text, rng: random.Random) -> Record | None:
    if record["quantity"] is not None:
        return None
    return record | {"quantity": {"value": rng.randrange(13, 9000), "unit": "USD", "bound": "=", "of": None}}


def _unit(record: Record, text: Text, rng: random.Random) -> Record | None:
    figure = record["quantity"]
    if figure is None:
        return None
    others = [unit for unit in ("CHF", "km", "percent") if unit != figure["unit"]]
    return record | {"quantity": figure | {"unit": rng.choice(others)}}


def _offsets(record: Record, text: Text, rng: random.Random) -> Record:
    start = rng.randrange(10_000)
    return record | {"quote": {"exact": record["quote"], "start": start, "end": start - 5}}


def _form(record: Record, text: Text, rng: random.Random) -> Record:
    field = rng.choice(["kind", "quote", "source_actors", "realm", "status", "reciprocal"])
    return record | {field: rng.choice([7, {"a": 1}, [["x"]]])}


DAMAGES: dict[str, tuple[Damage, str]] = {
    "a word of the quote changed": (_word, "caught"),
    "a quote of another text": (_elsewhere, "caught"),
    "a state that the text never names": (_stranger, "caught"),
    "a number made larger or smaller": (_number, "caught"),
    "a number where there is none": (_new_number, "caught"),
    "another unit": (_unit, "caught"),
    "a category of no table": (_no_category, "caught"),
    "a field of the wrong type": (_form, "caught"),
    "a date of one's own knowledge": (_known_date, "left out"),
    "the date a year off": (_other_year, "open"),
    "another state of the text": (_neighbour, "open"),
    "the sides turned round": (_turned, "open"),
    "another category": (_category, "open"),
    "another status": (_status, "open"),
    "offsets out of place": (_offsets, "harmless"),
}
"""Damage by name, and what should come of it: caught, its date left out, open (no check can see it), harmless."""


Told = dict[str, list[tuple[str, Record]]]


def take(text: Text, told: Sequence[tuple[str, Record]]) -> tuple[list[Reading], Tally]:
    """What stands of these records, told piece by piece."""
    tally = Tally()
    asking = Asking(text.document, text.published, "replay", tally)
    found: list[Reading] = []
    for piece in asking.pieces:
        request = asking.request(piece)
        records = told_of(request["messages"][1]["content"].partition("Text:\n")[2], told)
        reply = {"choices": [{"message": {"content": json.dumps({"records": records})}}]}
        found += asking.take(piece, request, reply).readings
    return found, tally


def gold_told() -> Told:
    """All gold, as records by text."""
    return {text.stem: [(g["quote"], record_of(g)) for g in text.gold] for text in texts()}


def standing(readings: Mapping[str, Sequence[Reading]]) -> Told:
    """The gold records that became one of these readings, of the texts that were read."""
    kept: Told = {}
    for text in (t for t in texts() if t.stem in readings):
        made = {(r.quote.start, r.kind, r.event_type, len(r.source_actors)) for r in readings[text.stem]}
        kept[text.stem] = [
            (quote, record)
            for quote, record in gold_told()[text.stem]
            if (
                text.document.text.find(quote),
                record["kind"],
                record["event_type"],
                len(record["source_actors"]),
            )
            in made
        ]
    return kept


def damaged(name: str, seed: int, told: Told) -> Told:
    """The records that this damage can be done to, damaged."""
    rng = random.Random(f"{seed} {name}")
    chosen = [text for text in texts() if text.stem in told]
    found: Told = {text.stem: [] for text in chosen}
    for text in chosen:
        for quote, record in told[text.stem]:
            changed = DAMAGES[name][0](record, text, rng)
            if changed is not None:
                found[text.stem].append((quote, changed))
    return found
