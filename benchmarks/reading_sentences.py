"""Short sentences of the press, category by category: how many deeds are found, and how many told are right.

    python benchmarks/reading_sentences.py [--families] [--misses]

tests/read/sentences/press.tsv, written for this project before the reader was mended on it, halved by the parity of the
sentence's sha256: the reader was mended on the half `mend` and measured on the half `measured`, whose misses were not
looked at (`--misses` prints those of `mend` alone). Recall: rows with a deed of which one reading has sides, direction
and category right. Precision: right readings of all events told, those told in rows without a deed among them.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.read import press  # noqa: E402


def line(name: str, found: press.Score) -> str:
    empty = f"; {found.left_empty} of {found.empty} without a deed empty" if found.empty else ""
    return (
        f"{name:10} {found.wanted:4} deeds: recall {found.recall:.3f} "
        f"(status too {found.with_status / found.wanted:.3f}), "
        f"precision {found.precision:.3f} of {found.told} told{empty}"
    )


def misses(rows: list[press.Row]) -> None:
    for row in rows:
        told = press.events(row["sentence"])
        if press.is_right_of(told, row):
            continue
        print(f"{row['family']:9} {row['sentence']}  [{row['sides']} {row['types']}]")
        for r in told:
            sides = f"{','.join(r.source_actors)} > {','.join(r.target_actors)}"
            print(f"            {sides} {r.event_type} {r.status} {r.because}")


def main() -> None:
    for half in ("mend", "measured"):
        rows = press.rows(half)
        print(line(half, press.score(rows)))
        if "--families" in sys.argv and half == "mend":
            for family in dict.fromkeys(r["family"] for r in rows if r["types"] != press.NOTHING):
                print("  ", line(family, press.score(r for r in rows if r["family"] == family)))
    if "--misses" in sys.argv:
        misses(press.rows("mend"))


if __name__ == "__main__":
    main()
