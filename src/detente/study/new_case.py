"""The folder of a new case: small, complete, and explained where a person will write."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from detente.errors import CaseError
from detente.sources.chronology import HEADER
from detente.world.states import joint_start, label

CASE = """\
# A case: a question about two states. docs/reference/case-format.md explains each field.
title: {a} and {b}
question: Where does the relation between {a} and {b} stand, and where can it go?
asked_on: {today}
dyad: [{code_a}, {code_b}]
third_parties: []          # states that matter to the two, e.g. [USA, CHN]
span_start: {start}
sources:                   # files of this folder that go into its ledger; add data sets by their name
  - {{file: chronology.csv, source: chronology}}
scenario_model: scenarios.yml
judgements: judgements.jsonl
"""

SCENARIOS = """\
# Drivers and how they move each other; every judgement that is not zero needs a reason and a statement.
focal_question: Where can the relation between {a} and {b} go?
horizon: {horizon}
resolution_rule: Say how a reader will know which scenario came true.
drivers: []
judgements: []
# drivers:
#   - id: trade
#     name: Trade
#     realm: trade
#     variants:
#       - {{id: grows, name: Grows, description: Total trade rises in most years.}}
#       - {{id: stalls, name: Stalls, description: Total trade stays or falls.}}
# judgements:
#   - from: trade/grows
#     to: security/closer
#     value: 1             # -3 hinders strongly ... 3 promotes strongly
#     confidence: 3        # 1-5
#     reason: One sentence.
#     evidence: [st-...]   # ids that `detente trace` knows
#     made_by: your name
#     made_on: {today}
"""


def write_new_case(folder: Path, actors: tuple[str, str], today: date) -> list[Path]:
    """Write the files of a new case; returns their paths.

    Raises CaseError when the folder holds something already: nothing is overwritten.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CaseError("is not empty", where=str(folder), todo="Name a new folder")
    words = {
        "a": label(actors[0]),
        "b": label(actors[1]),
        "code_a": actors[0],
        "code_b": actors[1],
        "today": today.isoformat(),
        "start": joint_start(*actors).isoformat(),
        "horizon": f"{today.year + 2}-12-31",
    }
    files = {
        "case.yml": CASE.format(**words),
        "chronology.csv": ",".join(HEADER) + "\n",
        "scenarios.yml": SCENARIOS.format(**words),
        "judgements.jsonl": "",
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        part = folder / f".{name}.part"
        part.write_text(text, encoding="utf-8")
        part.replace(folder / name)
    return [folder / name for name in files]
