"""Ten thousand random byte strings and mutated articles: nothing but a clear refusal, and no offset out of place.

    python benchmarks/reading_fuzz.py [count, default 10000]

Half are bytes (noise, printable noise, broken UTF-8, byte order marks), half are golden articles cut, doubled, shuffled
and spiked with digits, quotes, brackets, controls and other scripts. Seeded. Then the pathological: a megabyte of one
sentence, thousands of figures, of names, of commas, each with its time.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

from detente.errors import DetenteError
from detente.read import document_from_bytes, read_document

GOLDEN = Path(__file__).resolve().parents[1] / "tests" / "read" / "golden"
SPIKES = (
    "$", "%", "1,000,000",
    "2018-19", "\u201c", "(", "))", "\n\n", "\x00", "\u200b", "\u202e", "S-400", "'s", "and", "not",
    "which",
    "\u0420\u043e\u0441\u0441\u0438\u044f", "\U0001f600", "1/0", "$-5", "9" * 40, "billion", "between", "Moscow",
    "\r",
    "\t", "e\u0301", "\ud7ff", "...", "--", "U.S.", "on Tuesday", "0 percent", "the two countries",
)  # fmt: skip


def noise(rng: random.Random) -> bytes:
    size = rng.randrange(0, 400)
    kind = rng.randrange(4)
    if kind == 0:
        return rng.randbytes(size)
    if kind == 1:
        return bytes(rng.randrange(32, 127) for _ in range(size))
    if kind == 2:
        return b"\xff\xfe" + rng.randbytes(size)
    return "".join(rng.choice(SPIKES) + rng.choice(" \n") for _ in range(size // 8)).encode()


def mutated(rng: random.Random, texts: list[str]) -> bytes:
    text = rng.choice(texts)
    start = rng.randrange(0, len(text) - 300)
    words = text[start : start + rng.randrange(50, 600)].split(" ")
    for _ in range(rng.randrange(1, 12)):
        at = rng.randrange(0, len(words))
        kind = rng.randrange(4)
        if kind == 0:
            words[at] = rng.choice(SPIKES)
        elif kind == 1:
            words[at] = words[at] + rng.choice(SPIKES)
        elif kind == 2:
            words.insert(at, words[rng.randrange(0, len(words))])
        elif len(words) > 1:
            del words[at]
    return " ".join(words).encode("utf-8", "surrogatepass")


def check(data: bytes) -> str:
    """What came of it: refused, or how many readings; raises AssertionError for an offset out of place."""
    try:
        document = document_from_bytes(data, "fuzz.txt")
        readings = read_document(document, published=date(2020, 1, 1))
    except DetenteError as error:
        assert "\n" not in str(error), error
        return "refused"
    for reading in readings:
        quote = reading.quote
        assert 0 <= quote.start < quote.end <= len(document.text), reading
        assert document.text[quote.start : quote.end] == quote.exact, reading
        assert 0 <= reading.confidence <= 1, reading
    assert len({r.reading_id for r in readings}) == len(readings)
    return "read, with statements" if readings else "read, nothing in it"


def pathological() -> dict[str, str]:
    long = "Greece said that Libya and Turkey signed a deal worth $5 million with Egypt , "
    return {
        "1 MB of one sentence": long * (1_000_000 // len(long)),
        "1 MB without a space": "a" * 1_000_000,
        "20,000 figures": "Peru paid " + " and ".join(f"${n} million" for n in range(20_000)) + " to Chile.",
        "20,000 names": "Talks between " + ", ".join(["Peru", "Chile"] * 10_000) + " were held.",
        "200,000 commas": "," * 200_000,
        "50,000 brackets": "(" * 50_000,
        "20,000 dates": "Since " + " and ".join(["May 2018"] * 20_000) + " Peru attacked Chile.",
        "100,000 line ends": "Peru attacked\nChile.\n" * 50_000,
    }


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    rng = random.Random(1947)
    texts = [p.read_text(encoding="utf-8") for p in sorted(GOLDEN.glob("*.txt"))]
    seen: Counter[str] = Counter()
    for number in range(count):
        seen[check(noise(rng) if number % 2 else mutated(rng, texts))] += 1
    print(f"{count} inputs, no exception, every offset in place: {dict(seen)}")
    for name, text in pathological().items():
        start = time.process_time()
        result = check(text.encode())
        print(f"{name}: {result} in {time.process_time() - start:.1f} s")


if __name__ == "__main__":
    main()
