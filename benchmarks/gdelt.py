"""Five million rows of GDELT into the ledger, beside a bare DuckDB COPY of the same files with the published types.

The rows are those of the real files, repeated, each repetition on a day and with event numbers of its own, so that
within a day rows repeat each other as they do in the real files. One row in a hundred is damaged. Every run is a
process of its own, and the two take turns; of each the quickest counts, for what else the machine does only slows them.
Prints seconds, processor seconds, peak memory and the ratio.

Run: python benchmarks/gdelt.py [ROWS [ROUNDS]]    real files in ../shared/data or $DETENTE_SHARED
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb

from detente.ledger.duckdb import DuckLedger
from detente.sources.gdelt_events import FIELDS, FIELDS_OF_1
from detente.study.ingest import ingest_file

SHARED = Path(os.environ.get("DETENTE_SHARED", Path(__file__).resolve().parents[2] / "shared" / "data"))
REAL = {
    "1": ("gdelt1_events_58col.csv",),
    "2": ("20180101000000.export.CSV", "20191024143000.export.CSV"),
}
SHARE = {"1": 0.4, "2": 0.6}
FILES_EACH = 2
DAMAGED_EVERY = 100
WHOLE = {
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "IsRootEvent", "QuadClass", "NumMentions", "NumSources",
    "NumArticles", "Actor1Geo_Type", "Actor2Geo_Type", "ActionGeo_Type", "DATEADDED",
}  # fmt: skip


def published_type(field: str) -> str:
    if field in WHOLE:
        return "BIGINT"
    real = field.endswith(("_Lat", "_Long")) or field in {"FractionDate", "GoldsteinScale", "AvgTone"}
    return "DOUBLE" if real else "VARCHAR"


def real_rows(layout: str) -> list[list[str]]:
    texts = [(SHARED / "gdelt" / name).read_text(encoding="utf-8") for name in REAL[layout]]
    return [line.split("\t") for text in texts for line in text.split("\n") if line]


DAMAGE: tuple[Callable[[bytes], bytes], ...] = (
    lambda row: row[: len(row) // 2],
    lambda row: row + b"\tone\tmore\tfield\tand\tanother",
    lambda row: row.replace(b"\t20", b"\t20x", 1),
    lambda row: row.replace(b"\t", b"\t\xff\xfe", 1),
    lambda row: b"<br>" + row,
)


def repeated(layout: str, rows: int, first_id: int, first_day: date) -> Iterator[bytes]:
    source = real_rows(layout)
    for number in range(rows):
        row = source[number % len(source)]
        day = first_day + timedelta(days=number // len(source))
        head = f"{first_id + number}\t{day:%Y%m%d}\t{day:%Y%m}\t{day:%Y}"
        line = f"{head}\t{chr(9).join(row[4:])}".encode()
        if number % DAMAGED_EVERY == DAMAGED_EVERY - 1:
            line = DAMAGE[number // DAMAGED_EVERY % len(DAMAGE)](line)
        yield line + b"\n"


def make_files(folder: Path, rows: int) -> None:
    first_id = 2_000_000_000
    for layout in REAL:
        each = int(rows * SHARE[layout] / FILES_EACH)
        for part in range(FILES_EACH):
            with (folder / f"gdelt{layout}-{part}.export.CSV").open("wb") as file:
                days = each // len(real_rows(layout)) + 1
                first_day = date(2004, 1, 1) + timedelta(days=part * days)
                file.writelines(repeated(layout, each, first_id, first_day))
            first_id += each


def bare(folder: Path) -> dict[str, object]:
    """COPY of typed columns; damaged rows are passed over without a word, and short ones padded where mixed."""
    counts = {}
    with duckdb.connect() as connection:
        connection.execute("set memory_limit = '1500MB'")
        for layout, fields in (("1", FIELDS_OF_1), ("2", FIELDS)):
            columns = ", ".join(f"'{name}': '{published_type(name)}'" for name in fields)
            connection.execute(
                f"""copy (from read_csv('{folder}/gdelt{layout}-*.CSV', delim = '\t', quote = '', escape = '',
                        header = false, auto_detect = false, ignore_errors = true, columns = {{{columns}}},
                        null_padding = {layout == "1"}))
                    to '{folder}/bare{layout}.parquet' (format parquet)"""
            )
            found = connection.execute(f"select count(*) from '{folder}/bare{layout}.parquet'").fetchone()
            counts[layout] = found[0] if found else 0
    return {"rows": sum(counts.values())}


def ingest(folder: Path) -> dict[str, object]:
    shutil.rmtree(folder / "ledger", ignore_errors=True)
    ledger = DuckLedger.open(folder / "ledger", create=True)
    done = [ingest_file(ledger, "gdelt_events", path) for path in sorted(folder.glob("*.CSV"))]
    return {"rows": sum(d.rows for d in done), "statements": sum(d.statements for d in done)}


TASKS: dict[str, Callable[[Path], dict[str, object]]] = {"bare": bare, "ingest": ingest}


def in_a_process(task: str, folder: Path) -> dict[str, float]:
    ran = subprocess.run(
        [sys.executable, __file__, task, str(folder)], check=True, capture_output=True, text=True
    )
    said: dict[str, float] = json.loads(ran.stdout)
    shown = ", ".join(f"{name} {value:,}" for name, value in said.items() if name in {"rows", "statements"})
    print(
        f"{task:<8}{said['seconds']:8.1f} s {said['processor']:8.1f} s of processors   "
        f"peak {said['peak_mb']:6.0f} MB   {shown}",
        flush=True,
    )
    return said


def child(task: str, folder: Path) -> None:
    start = time.perf_counter()
    said = TASKS[task](folder)
    seconds = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(
        json.dumps(
            said
            | {
                "seconds": seconds,
                "processor": used.ru_utime + used.ru_stime,
                "peak_mb": used.ru_maxrss / 1024,
            }
        )
    )


def check_set_aside(folder: Path) -> None:
    """Every damaged row, and no other, is set aside under its file and line."""
    ledger = DuckLedger.open(folder / "ledger")
    found = {(snapshot.file, row.row_number) for snapshot, row in ledger.set_aside()}
    wanted = set()
    for path in folder.glob("*.CSV"):
        with path.open("rb") as file:
            wanted |= {(path.name, n) for n, _ in enumerate(file, start=1) if n % DAMAGED_EVERY == 0}
    print(
        f"damaged rows {len(wanted):,}; set aside with file and line {len(found):,}; the same: {found == wanted}"
    )
    for problem in ledger.verify():
        print("PROBLEM", problem)
    between = (["RUS"], ["PAK"])
    start = time.perf_counter()
    pair = ledger.statements(properties=["coded_event"], between=between)
    print(f"statements between two states: {pair.height:,} in {time.perf_counter() - start:.1f} s")
    start = time.perf_counter()
    one = ledger.statement(pair["statement_id"][0])
    print(f"one statement by its id: {time.perf_counter() - start:.1f} s, line {one.row_number} of its file")


def main(rows: int, rounds: int) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        make_files(folder, rows)
        size = sum(path.stat().st_size for path in folder.glob("*.CSV"))
        print(f"{rows:,} rows, {size / 1e6:,.0f} MB, load of the machine {os.getloadavg()[0]:.1f}")
        ran: dict[str, list[dict[str, float]]] = {"bare": [], "ingest": []}
        for _ in range(rounds):
            for task, done in ran.items():
                done.append(in_a_process(task, folder))
        for unit in ("seconds", "processor"):
            quickest = {task: min(run[unit] for run in done) for task, done in ran.items()}
            ratio = quickest["bare"] / quickest["ingest"]
            print(f"speed of ingesting over speed of the bare copy, by {unit}: {ratio:.2f}")
        print(f"peak memory of ingesting: {max(run['peak_mb'] for run in ran['ingest']):.0f} MB")
        check_set_aside(folder)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] in TASKS:
        child(sys.argv[1], Path(sys.argv[2]))
    else:
        given = [int(text) for text in sys.argv[1:]]
        main(*given, *(5_000_000, 3)[len(given) :])
