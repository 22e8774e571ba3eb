"""How well tellings of one event are made one, over pairs of texts that tell partly of the same events.

    python benchmarks/reading_retold.py [--misses]

Texts and gold: tests/read/retold (README there). Both texts of a pair are read in one batch. Counted are pairs of
quotes: right when gold says that both tell one event, wrong when it does not, missed when gold says so and they stay
apart; of the missed, those in which one quote was not read as an event at all are counted beside.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from detente.model.reading import Reading
from detente.read import document_from_bytes, read_document
from detente.read.merge import told_once

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "read" / "retold"
DEVELOPED = ("ghana-chile", "nepal-oman")
Place = tuple[str, int, int]


@dataclass
class Score:
    """Pairs of quotes of one pair of texts."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def line(self) -> str:
        """The figures."""
        missed = len(self.missed) + len(self.unread)
        unread = len(self.unread)
        return (
            f"{self.right:4d} right {len(self.wrong):3d} wrong {missed:3d} missed ({unread} of them not read)"
        )


def stems() -> list[str]:
    return sorted(p.name.removesuffix(".gold.jsonl") for p in FOLDER.glob("*.gold.jsonl"))


def score(stem: str) -> Score:
    texts = {letter: (FOLDER / f"{stem}.{letter}.txt").read_bytes() for letter in "ab"}
    documents = {letter: document_from_bytes(data, letter) for letter, data in texts.items()}
    readings = told_once([r for document in documents.values() for r in read_document(document)])
    events = [r for r in readings if r.kind == "event"]
    gold = [
        [place(documents[letter].text, letter, quote) for letter, quote in row["same"]]
        for row in map(json.loads, (FOLDER / f"{stem}.gold.jsonl").read_text(encoding="utf-8").splitlines())
        if "same" in row
    ]
    found = Score()
    told = [[gold_place(event, reading) for event in gold] for reading in events]
    joined = {frozenset((n, m)) for n, m in combinations(range(len(events)), 2) if one(events[n], events[m])}
    covered = set()
    for n, m in sorted(map(sorted, joined)):
        both = next(
            (
                k
                for k in range(len(gold))
                if None not in (told[n][k], told[m][k]) and told[n][k] != told[m][k]
            ),
            None,
        )
        if both is None:
            found.wrong.append(f"{events[n].quote.exact!r} | {events[m].quote.exact!r}")
        else:
            covered.add((both, frozenset((told[n][both], told[m][both]))))
    found.right = len(covered)
    for k, event in enumerate(gold):
        for pair in combinations(range(len(event)), 2):
            if (k, frozenset(pair)) not in covered:
                read = all(any(row[k] == n for row in told) for n in pair)
                quotes = " | ".join(documents[event[n][0]].text[event[n][1] : event[n][2]] for n in pair)
                (found.missed if read else found.unread).append(quotes)
    return found


def place(text: str, letter: str, quote: str) -> Place:
    start = text.index(quote)
    return letter, start, start + len(quote)


def gold_place(event: list[Place], reading: Reading) -> int | None:
    """Which of the event's quotes a reading stands on: half of the shorter one at least."""
    for n, (letter, start, end) in enumerate(event):
        shared = min(end, reading.quote.end) - max(start, reading.quote.start)
        short = min(end - start, reading.quote.end - reading.quote.start)
        if reading.document == letter and shared > 0 and 2 * shared >= short:
            return n
    return None


def one(a: Reading, b: Reading) -> bool:
    return (a.same_event or a.reading_id) == (b.same_event or b.reading_id)


def main() -> None:
    for name, chosen in (
        ("developed on", DEVELOPED),
        ("first run told in docs/method/reading.md", [s for s in stems() if s not in DEVELOPED]),
    ):
        print(name)
        scores = {stem: score(stem) for stem in chosen}
        for stem, result in scores.items():
            print(f"  {stem:18s}{result.line()}")
            if "--misses" in sys.argv:
                for what, quotes in (
                    ("wrong", result.wrong),
                    ("missed", result.missed),
                    ("not read", result.unread),
                ):
                    print("".join(f"      {what}: {quote}\n" for quote in quotes), end="")
        total = Score(
            sum(s.right for s in scores.values()),
            *(
                [q for s in scores.values() for q in getattr(s, part)]
                for part in ("wrong", "missed", "unread")
            ),
        )
        print(f"  {'all':18s}{total.line()}")


if __name__ == "__main__":
    main()
