"""Files of event data for tests: made up, in their publishers' formats."""

from pathlib import Path
from typing import Any

from detente.ledger.duckdb import DuckLedger
from detente.study.ingest import Ingested, ingest_file

FIXTURES = Path(__file__).parents[1] / "sources" / "fixtures"
PAIR = (["PAK"], ["RUS", "SUN"])


def taken(ledger: DuckLedger, source: str, name: str, **options: Any) -> Ingested:
    return ingest_file(ledger, source, FIXTURES / name, **options)


def written(folder: Path, name: str, lines: list[bytes]) -> Path:
    path = folder / name
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def lines_of(name: str) -> list[bytes]:
    return (FIXTURES / name).read_bytes().splitlines()
