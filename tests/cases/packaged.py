"""The packaged case as the tests see it: its files read, its statements taken, no ledger needed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from detente.sources.registry import reader

FOLDER = Path(str(resources.files("detente.cases"))) / "pakistan_russia"
LINKS = ("scenarios.yml", "signposts.yml", "phases.yml", "disagreements.yml")


@dataclass(frozen=True)
class PackagedCase:
    """case.yml, the YAML files by name, the lines of the JSONL files, and every statement of its sources."""

    case: dict[str, Any]
    files: dict[str, Any]
    claims: list[dict[str, Any]]
    judgements: list[dict[str, Any]]
    statements: pl.DataFrame

    @cached_property
    def by_id(self) -> dict[str, dict[str, Any]]:
        return {row["statement_id"]: row for row in self.statements.iter_rows(named=True)}

    @property
    def ids(self) -> set[str]:
        return set(self.by_id)

    def rows(self, ids: list[str]) -> list[dict[str, Any]]:
        return [self.by_id[id_] for id_ in ids]


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


@cache
def packaged_case() -> PackagedCase:
    case = yaml.safe_load((FOLDER / "case.yml").read_text(encoding="utf-8"))
    taken = [
        reader(entry["source"]).take((FOLDER / entry["file"]).read_bytes(), entry["file"]).statements
        for entry in case["sources"]
    ]
    return PackagedCase(
        case=case,
        files={name: yaml.safe_load((FOLDER / name).read_text(encoding="utf-8")) for name in LINKS},
        claims=lines("article_claims.jsonl"),
        judgements=lines("judgements.jsonl"),
        statements=pl.concat(taken),
    )
