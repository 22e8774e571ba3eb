"""A chat endpoint as reader, beside the embedded one; without an endpoint, what validation catches of damaged records.

    python benchmarks/reading_endpoint.py                                a stand-in on this machine
    python benchmarks/reading_endpoint.py URL [--model NAME] [--seconds S] [STEM...]     a real one

With a URL: the project's own texts with gold (tests/read/golden, tests/read/unseen) by both readers: recall of what
must be found and lenient precision (actors, direction and category right), figures found, tokens for a thousand words.
The key comes from $DETENTE_ENDPOINT_KEY.

Without: a server on this machine tells the gold itself, whole and damaged in one way after the other (seeded), over
HTTP through the whole reader. For each kind of damage: how many records it was done to, how many were caught.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from detente.model.reading import Reading
from detente.read import read_document
from detente.read.endpoint import Tally
from detente.study.endpoint import EndpointReader, endpoint_reader

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.fetch import bad_server
from tests.fetch.chat import completion, listed
from tests.read import scoring
from tests.read.endpoint import replay

SEED = 7


class Figures:
    """Counts over texts: gold found, gold in all, right and all events told, figures found and in all."""

    def __init__(self) -> None:
        self.found = self.wanted = self.right = self.told = self.figures = self.figures_wanted = 0

    def add(self, text: replay.Text, readings: Sequence[Reading]) -> None:
        """Count one text."""
        whole, events = text.document.text, [r for r in readings if r.kind == "event"]
        gold = [g for g in text.gold if g["kind"] == "event"]
        must = [g for g in gold if g["must"]]
        counted = [g for g in text.gold if g["quantity"] and g["must"]]
        self.found += sum(any(typed(whole, g, r) for r in events) for g in must)
        self.right += sum(any(typed(whole, g, r) for g in gold) for r in events)
        self.figures += sum(
            any(scoring.near(whole, g, r) and scoring.same_figure(g, r) for r in readings) for g in counted
        )
        self.wanted, self.told = self.wanted + len(must), self.told + len(events)
        self.figures_wanted += len(counted)

    def line(self, name: str) -> str:
        """The figures of one reader."""
        return (
            f"{name:12} recall {self.found / max(1, self.wanted):.3f} ({self.found} of {self.wanted}), precision "
            f"{self.right / max(1, self.told):.3f} ({self.right} of {self.told}), figures {self.figures} of "
            f"{self.figures_wanted}"
        )


def typed(whole: str, gold: dict, reading: Reading) -> bool:
    """Whether a reading is that gold with actors, direction and category right."""
    directed = gold["reciprocal"] or (
        {*reading.source_actors} & {*gold["source_actors"]}
        and {*reading.target_actors} & {*gold["target_actors"]}
    )
    return bool(directed) and scoring.fits(whole, gold, reading) and reading.event_type in gold["event_type"]


def compare(url: str, texts: Sequence[replay.Text], model: str | None, seconds: float) -> None:
    """Both readers over the texts; prints their figures and what the endpoint's cost."""
    asked, embedded, total, words = Figures(), Figures(), Tally(), 0
    for text in texts:
        reader = reader_of(url, text, model, seconds)
        outcome = reader.read(text.document)
        for error in outcome.errors:
            print(f"  {error}")
        total.add(reader.tally)
        if reader.over:
            break
        asked.add(text, outcome.readings)
        embedded.add(text, read_document(text.document, published=text.published))
        words += text.words
    if words:
        print(asked.line("endpoint"))
        print(embedded.line("embedded"))
        print(total.line())
        print(
            f"for 1,000 words: {1000 * total.tokens_in / words:,.0f} tokens in, "
            f"{1000 * total.tokens_out / words:,.0f} out ({words:,} words, {total.replies} requests)"
        )


class StandIn:
    """Answers with the records of the text asked about whose gold stands in the piece."""

    def __init__(self) -> None:
        self.told: list[tuple[str, replay.Record]] = []

    def __call__(self, handler: bad_server.Handler) -> None:
        """One answer."""
        script = handler.server.script  # type: ignore[attr-defined]
        words = json.loads(script.bodies[-1])["messages"][1]["content"].partition("Text:\n")[2]
        reply = completion(listed(replay.told_of(words, self.told)), usage=None)
        bad_server.says(200, reply)(handler)


def read_told(stand_in: StandIn, url: str, told: replay.Told) -> tuple[dict[str, list[Reading]], Tally]:
    """Readings by text, reasons, records told and dates left out, over HTTP."""
    found: dict[str, list[Reading]] = {}
    total = Tally()
    for text in replay.texts():
        stand_in.told = told[text.stem]
        reader = reader_of(url, text, None, 20)
        outcome = reader.read(text.document)
        assert not outcome.errors, outcome.errors
        found[text.stem] = outcome.readings
        total.add(reader.tally)
    return found, total


def reader_of(url: str, text: replay.Text, model: str | None, seconds: float) -> EndpointReader:
    return endpoint_reader(
        url,
        model=model,
        published=text.published,
        seconds=seconds,
        tokens_total=None,
        insecure=False,
        tell=print,
    )


def with_stand_in() -> None:
    stand_in = StandIn()
    with bad_server.served(bad_server.Script([stand_in])) as script:
        found, total = read_told(stand_in, script.url, replay.gold_told())
        kept = replay.standing(found)
        print(f"gold told whole, in {total.replies} requests; {sum(map(len, found.values()))} records stand")
        print(total.line())
        print(f"{'damage':36}{'records':>8}{'caught':>8}{'share':>8}  how")
        for name in replay.DAMAGES:
            told = replay.damaged(name, SEED, kept)
            readings, total = read_told(stand_in, script.url, told)
            print(damage_line(name, total, sum(map(len, readings.values()))))


def damage_line(name: str, total: Tally, stand: int) -> str:
    """Caught: dropped, or for a damaged date left out."""
    dated = "date" in name
    caught = total.dates_left_out if dated else total.told - stand
    said = [f"{n} {reason}" for reason, n in total.dropped.most_common() if n]
    said += [f"{caught} dates left out"] if dated else []
    said += ["the words are found where they stand"] if replay.DAMAGES[name][1] == "harmless" else []
    return f"{name:36}{total.told:>8}{caught:>8}{caught / total.told:>8.1%}  {', '.join(said) or 'no check can see it'}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("url", nargs="?")
    parser.add_argument("--model")
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("stems", nargs="*")
    given = parser.parse_args()
    if given.url is None:
        with_stand_in()
        return
    chosen = [t for t in replay.texts() if not given.stems or t.stem in given.stems]
    compare(given.url, chosen, given.model, given.seconds)


if __name__ == "__main__":
    main()
