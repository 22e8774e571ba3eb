"""Articles against hand-made gold, scored by the project's scorer, text by text and beside the targets.

    python benchmarks/reading_articles.py [--details] [STEM...]

The article of the first case and its gold are in ../shared; the others are this project's own texts, whose gold was
written before any code saw them (tests/read/golden and tests/read/unseen*; docs/method/reading.md has their first
runs). Recall of what must be found and lenient precision count actors, direction and category (`+type`).
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from detente.read import document_from_bytes, read_document

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.read import scoring  # noqa: E402

SHARED = ROOT.parent / "shared"
FIRST = "pak-russia-relations"
TARGETS = (
    "targets, first article: recall 0.85, precision 0.80, quantities 1.0, dates 0.85, no probe, no bad quote"
)


def scorer() -> ModuleType:
    """The project's scorer, which is a script."""
    spec = importlib.util.spec_from_file_location("score_reading", SHARED / "tools" / "score_reading.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def texts() -> dict[str, tuple[Path, Path, Any]]:
    """Where each text and its gold lie, and its day of publication."""
    found = {FIRST: (SHARED / "data" / "article", SHARED / "gold", scoring.date(2018, 9, 1))}
    for folder, published in scoring.SETS:
        found |= {stem: (folder, folder, day) for stem, day in published.items()}
    return found


def parts(score: ModuleType, stem: str) -> dict[str, Any]:
    """What the scorer counts in one text."""
    folder, gold, day = texts()[stem]
    data = (folder / f"{stem}.txt").read_bytes()
    readings = read_document(document_from_bytes(data, f"{stem}.txt"), published=day)
    found: dict[str, Any] = score.score_article(
        data.decode(), scoring.rows(gold / f"{stem}.gold.jsonl"), scoring.rows(gold / f"{stem}.neg.jsonl"),
        [r.record() for r in readings], stem=stem,
    )  # fmt: skip
    return found


def line(name: str, total: dict[str, Any]) -> str:
    figures = (
        total["recall"]["+type"], total["precision_lenient"]["+type"], total["quantity"]["recall"],
        total["date_of_dated"],
    )  # fmt: skip
    return (
        f"{name:24}"
        + "".join(f"{'-' if f is None else format(f, '.2f'):>9}" for f in figures)
        + (f"{total['negative']['violated']:>5} of {total['negative']['probes']:<3}{total['bad_quotes']:>6}")
    )


def main() -> None:
    score, chosen = scorer(), [a for a in sys.argv[1:] if not a.startswith("--")]
    print(TARGETS)
    print(f"{'':24}{'recall':>9}{'prec.':>9}{'quant.':>9}{'dates':>9}{'probes':>10}{'bad':>8}")
    scored = {stem: parts(score, stem) for stem in chosen or texts()}
    for stem, found in scored.items():
        print(line(stem, score.summary([found])))
        for detail in found["details"] if "--details" in sys.argv else ():
            print("    ", *detail)
    if others := [found for stem, found in scored.items() if stem != FIRST]:
        print(line("all but the first", score.summary(others)))


if __name__ == "__main__":
    main()
