"""Whatever is done to a file, it is read or refused in one line: what, where, the way out."""

from __future__ import annotations

import json
import random
import zlib

import polars as pl
import pytest

from detente.errors import SourceError
from detente.sources.registry import reader
from detente.sources.repeats import without_repeats
from detente.sources.source import Reader
from tests.sources.damage import damaged
from tests.sources.edits import fixture
from tests.sources.fixture_owners import FIXTURE_FILES, owner, published_name
from tests.sources.test_imf_trade import TABLE
from tests.sources.test_un_votes_layouts import in_r

TIMES = 15
TABLES = [file for file in FIXTURE_FILES if isinstance(reader(owner(file)), Reader)]
JSON = ("wdi.json", "comtrade_reply.json", "document_claims.jsonl")
ODD = (None, True, -1, 10**30, float("inf"), float("nan"), "", "x", [], {}, [1], {"a": 1}, "²")


def taken_or_told(source: str, data: bytes, name: str) -> pl.DataFrame | None:
    """The statements, or None for a refusal in the right form; any other error is the test's failure."""
    chosen = reader(source)
    assert isinstance(chosen, Reader)
    try:
        return without_repeats(chosen.take(data, name), name).statements
    except SourceError as error:
        assert str(error).startswith(name)
        assert "\n" not in str(error)
        assert error.todo
        return None


def is_sound(frame: pl.DataFrame) -> bool:
    once = frame["statement_id"].is_unique().all() and frame.select("key", "property").is_unique().all()
    return once and frame["value"].drop_nulls().is_finite().all()


@pytest.mark.parametrize("file", TABLES)
def test_a_damaged_table_is_read_or_refused(file: str) -> None:
    chance = random.Random(zlib.crc32(file.encode()))
    refused = 0
    for _ in range(TIMES):
        frame = taken_or_told(owner(file), damaged(fixture(file), chance), published_name(file))
        assert frame is None or is_sound(frame)
        refused += frame is None
    assert refused > 0


@pytest.mark.parametrize("file", JSON)
def test_json_with_another_value_somewhere_is_read_or_refused(file: str) -> None:
    chance = random.Random(1)
    refused = 0
    for _ in range(150):
        lines = (
            [line for line in fixture(file).decode().splitlines() if line]
            if file.endswith("l")
            else [fixture(file).decode()]
        )
        at = chance.randrange(len(lines))
        lines[at] = other_value(lines[at], chance)
        frame = taken_or_told(owner(file), "\n".join(lines).encode(), file)
        assert frame is None or is_sound(frame)
        refused += frame is None
    assert 20 < refused < 150


def other_value(text: str, chance: random.Random) -> str:
    whole = json.loads(text)
    places: list[tuple[object, object]] = []

    def walk(value: object) -> None:
        items = (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        )
        for key, inner in items:
            places.append((value, key))
            walk(inner)

    walk(whole)
    holder, key = chance.choice(places)
    if chance.random() < 0.2:
        del holder[key]  # type: ignore[attr-defined]
    else:
        holder[key] = chance.choice(ODD)  # type: ignore[index]
    return json.dumps(whole)


@pytest.mark.parametrize(
    ("source", "name", "whole"), [("imf_trade", "t.xlsx", TABLE), ("un_votes", "v.RData", in_r())]
)
def test_a_workbook_or_r_file_with_other_bytes_is_read_or_refused(
    source: str, name: str, whole: bytes
) -> None:
    chance = random.Random(2)
    refused = 0
    for _ in range(250):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 1, 3))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        refused += taken_or_told(source, bytes(data), name) is None
    assert refused > 100
