"""Compute the figures that the packaged case carries, from the publishers' files in ../shared/data.

    .venv/bin/python scripts/carry_figures.py [SHARED_DATA] > /dev/null

Writes src/detente/cases/pakistan_russia/figures.csv. What may be carried is in docs/reference/data-licences.md: whole
series of UN votes, ideal points, COW trade, organisations and alliances, and years with and without an exercise; of the
SIPRI register two totals only.
"""

from __future__ import annotations

import csv
import hashlib
import sys
import tempfile
from pathlib import Path

import polars as pl

from detente.ledger.duckdb import DuckLedger
from detente.model.finding import Measurement, measurements
from detente.sources.registry import reader
from detente.study.ingest import ingest_file
from detente.study.measuring import measure_pair

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "src/detente/cases/pakistan_russia/figures.csv"
DYAD = ("PAK", "RUS")
THIRDS = ("USA", "IND", "CHN", "AFG")
COLUMNS = (
    "measure", "actors", "directed", "start", "end", "value", "low", "high", "unit", "basis", "n", "coverage",
    "from_source", "from_file", "from_sha256", "citation", "url", "command",
)  # fmt: skip
FILES = {
    "un_votes": ["unvotes/un_votes_1946_2020.csv.gz"],
    "un_ideal_points": ["ideal_points/IdealpointestimatesAll_Jul2023.csv"],
    "cow_trade": ["cow_trade/cow_trade_ddy_7states.csv"],
    "cow_trade_national": ["cow_trade/National_COW_4.0.csv"],
    "sipri_arms": ["sipri/trade-register_6states_utf8bom.csv"],
    "cow_igo": ["igo/state_year_format3_7states.csv"],
    "atop": ["alliances/atop5_1ddyr_7states.csv", "alliances/atop-member-level_v4.01.csv"],
    "cow_alliances": ["alliances/alliance_v4.1_by_member.csv"],
    "exercises_mme": ["exercises/mme-v7-long_PAK.csv"],
    "exercises_russia": ["exercises/Joint Military Exercises Involving Russia.csv"],
}
VOTES = ("vote_agreement", "same_vote_share", "similarity_s", "similarity_kappa", "similarity_pi")
OWN = (
    *((name, by, "un_votes") for name in VOTES for by in ("session", "year", "all")),
    ("ideal_point_distance", "session", "un_ideal_points"), ("ideal_point_distance", "year", "un_ideal_points"),
    ("trade_value", "year", "cow_trade"), ("trade_share", "year", "cow_trade"),
    ("shared_igos", "year", "cow_igo"), ("formal_ties", "year", "cow_alliances"), ("formal_ties", "year", "atop"),
    ("arms_deliveries", "all", "sipri_arms"),
    ("joint_exercises", "all", "exercises_mme"), ("joint_exercises", "year", "exercises_russia"),
)  # fmt: skip
FACTS = (
    (
        "cow_igo",
        "igo_membership",
        "SCO",
        ("PAK",),
        "COW IGO, organisation SCO: 0 none, 1 full, 2 associate, 3 observer",
    ),
    (
        "atop",
        "treaty_tie",
        "ATOP",
        ("PAK", "RUS"),
        "ATOP dyad-years: obligations from regional treaties, not a pact of two",
    ),
)
LISTS = {
    "formal_ties": {"cow_alliances", "atop"}, "joint_exercises": {"exercises_mme", "exercises_russia"},
}  # fmt: skip
"""Measures whose bases end with the list they count in; each list is carried with its own citation."""
FROM_ITS_START = {"exercises_mme"}
"""Sources whose whole window also begins where they do."""
NO_AGREEMENT = (
    "looked up: https://github.com/QiqiNerd/dcad_mining/blob/232f7f0b3c5c35b02b825b04e263c521af6d20b4/DCAD_cleaned.csv"
    ", a copy of the list of agreements: of Russia with India 5, with China 10, with Pakistan none"
)
BESIDE = ("similarity_kappa", "year", "un_votes", "non-unanimous roll calls; quadratic weights")


def main(shared: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger = DuckLedger.open(Path(folder) / "ledger", create=True)
        for source, files in FILES.items():
            for file in files:
                print(ingest_file(ledger, source, shared / file).record())
        rows = [row for name, by, source in OWN for row in carried(ledger, shared, DYAD, name, by, source)]
        rows += [row for fact in FACTS for row in stated(ledger, shared, *fact)]
        rows += no_agreements()
        name, by, source, basis = BESIDE
        for third in THIRDS:
            for side in DYAD:
                found = carried(ledger, shared, (side, third), name, by, source)
                rows += [row for row in found if str(row["basis"]).startswith(basis)]
        ledger.close()
    write(rows)


def carried(
    ledger: DuckLedger, shared: Path, pair: tuple[str, str], name: str, by: str, source: str
) -> list[dict[str, object]]:
    # The whole window ends where the source does: no later day may stand on it.
    end = max(s.coverage.end for s in ledger.snapshots(source))
    start = min(s.coverage.start for s in ledger.snapshots(source)) if source in FROM_ITS_START else None
    frame = measure_pair(ledger, name, pair, by=by, start=start, end=end)  # type: ignore[arg-type]
    source_of = origin(source, shared, f"detente measure {name} {pair[0]} {pair[1]} --by {by}")
    others = LISTS.get(name, {source}) - {source}
    return [
        line(m) | source_of
        for m in measurements(frame)
        if m.coverage in {"value", "true_zero"}
        and not any(m.basis.endswith(f"; {other}") for other in others)
    ]


def no_agreements() -> list[dict[str, object]]:
    """The years of the Defense Cooperation Agreement Dataset, of which no file is here: a cited zero in each."""
    record = reader("dca").source
    return [
        {
            "measure": "defence_agreements", "actors": ";".join(DYAD), "directed": "false", "start": f"{year}-01-01",
            "end": f"{year}-12-31", "value": 0, "low": "", "high": "", "unit": "in force (0 or 1)",
            "basis": "any agreement, broad reading", "n": 0, "coverage": "true_zero", "from_source": "dca",
            "from_file": "DCAD_cleaned.csv", "from_sha256": "", "citation": record.citation, "url": record.url,
            "command": NO_AGREEMENT,
        }
        for year in range(record.coverage.start.year, record.coverage.end.year + 1)
    ]  # fmt: skip


def stated(
    ledger: DuckLedger,
    shared: Path,
    source: str,
    property_: str,
    object_: str,
    actors: tuple[str, ...],
    basis: str,
) -> list[dict[str, object]]:
    """Single statements of a source, carried as figures: the years of each and its value."""
    found = ledger.statements(properties=[property_], sources=[source], objects=[object_])
    named = found.filter(
        pl.concat_list("source_actors", "target_actors").list.set_difference(list(actors)).list.len() == 0,
        pl.col("source_actors").list.first() == actors[0],
    )
    return [
        {
            "measure": property_,
            "actors": ";".join(actors),
            "directed": "false",
            "start": row["start"],
            "end": row["end"],
            "value": number(1.0 if row["value"] is None else row["value"]),
            "low": "",
            "high": "",
            "unit": "code" if row["value"] is not None else "tie",
            "basis": basis,
            "n": 1,
            "coverage": "value" if row["value"] != 0 else "true_zero",
        }
        | origin(source, shared, f"detente trace {row['statement_id']}")
        for row in named.iter_rows(named=True)
    ]


def origin(source: str, shared: Path, command: str) -> dict[str, object]:
    """Where a carried figure comes from."""
    file = FILES[source][0]
    record = reader(source).source
    return {
        "from_source": source,
        "from_file": Path(file).name,
        "from_sha256": hashlib.sha256((shared / file).read_bytes()).hexdigest(),
        "citation": record.citation,
        "url": record.url,
        "command": command,
    }


def line(m: Measurement) -> dict[str, object]:
    return {
        "measure": m.measure,
        "actors": ";".join(m.actors),
        "directed": str(m.directed).lower(),
        "start": m.start,
        "end": m.end,
        "value": number(m.value),
        "low": number(m.low),
        "high": number(m.high),
        "unit": m.unit,
        "basis": m.basis,
        "n": m.n,
        "coverage": m.coverage,
    }


def number(value: float | None) -> str:
    """Six significant digits: more than any of these measures is good for."""
    return "" if value is None else f"{value:.6g}"


def write(rows: list[dict[str, object]]) -> None:
    part = TARGET.with_suffix(".part")
    with part.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda r: [str(r[c]) for c in COLUMNS[:6]] + [str(r["basis"])]))
    part.replace(TARGET)
    print(f"{len(rows)} figures in {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data")
