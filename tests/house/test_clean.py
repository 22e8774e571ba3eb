"""What may not be in the repository: places of one machine, hosts of registries, data that may not be carried."""

from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path

import pytest

from tests.house.tracked import ROOT, texts, tracked

HERE = Path(__file__)
MACHINE = re.compile(r"(?<![\w.~$}])/(?:root|work|home|Users|opt|mnt|srv|private)/\w")
REGISTRY = re.compile(
    r"(?i)\b(?:files\.pythonhosted|pypi\.(?:org|python)|test\.pypi|anaconda\.org|(?:pypi|pip)[.-]?(?:mirror|proxy)|artifactory|nexus\.)"
    r"|--(?:index-url|extra-index-url|find-links|trusted-host)\b(?!=)"
)
ALLOWED_OPTIONS = {ROOT / "Makefile"}
REQUIREMENT = re.compile(r"[a-z0-9][a-z0-9._-]*==[0-9][\w.!+-]* \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")
CARRIED = ("chronology", "gold", "unsc", "gem", "gdelt", "dates", "cib", "signed_networks")
"""Folders marked `file`: openly licensed, may be kept as small fixtures with attribution."""
CARRIED_FILES = ("PETR2_GSR_validation.xml", "PETR.UnitTest.records.xml", "CAMEO2PLOVER-2021.txt")


def test_no_place_of_one_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path, text in texts()
        if path != HERE
        for number, line in enumerate(text.splitlines(), start=1)
        if MACHINE.search(line)
    ]
    assert found == []


def test_no_host_of_a_registry() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path, text in texts()
        if path != HERE and path not in ALLOWED_OPTIONS
        for number, line in enumerate(text.splitlines(), start=1)
        if REGISTRY.search(line)
    ]
    assert found == []


def test_the_lock_holds_versions_and_hashes_and_nothing_else() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line and not line.startswith("#")]
    other = [line for line in kept if not REQUIREMENT.fullmatch(line) and not HASH.fullmatch(line)]
    assert other == []
    assert not any("://" in line for line in lines)
    needed = [n for n, line in enumerate(kept) if REQUIREMENT.fullmatch(line)]
    assert len(needed) > 20
    assert all(HASH.fullmatch(kept[n + 1]) for n in needed)


def test_the_lock_covers_what_the_package_needs() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[ <>=!~\[]", need, maxsplit=1)[0] for need in project["dependencies"]}
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert {name for name in wanted if not re.search(rf"(?m)^{re.escape(name)}==", lock)} == set()


def closed(shared: Path) -> list[Path]:
    """The real files that may not be carried."""
    files = [p for p in shared.rglob("*") if p.is_file()]
    return [
        p
        for p in files
        if p.relative_to(shared).parts[0] not in CARRIED and p.name not in (*CARRIED_FILES, "README.md")
    ]


def plain(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


@pytest.mark.shared
def test_no_closed_file_is_carried(shared: Path) -> None:
    files = closed(shared)
    assert len(files) > 60
    real = {hashlib.sha256(data).hexdigest(): p for p in files for data in {p.read_bytes(), plain(p)}}
    ours = {hashlib.sha256(data).hexdigest(): p for p in tracked() for data in {p.read_bytes(), plain(p)}}
    assert {str(ours[both]) for both in set(real) & set(ours)} == set()


@pytest.mark.shared
def test_no_row_of_a_closed_file_is_a_fixture(shared: Path) -> None:
    """Long lines of our tables that stand in a closed file word for word; its header (first dozen lines) may."""
    ours: dict[bytes, str] = {}
    for path in tracked():
        if path.suffix in {".csv", ".tab", ".tsv"}:
            for line in path.read_bytes().splitlines()[1:]:
                if len(line.strip()) >= 30 and re.search(rb"\d", line):
                    ours[line.strip()] = str(path.relative_to(ROOT))
    assert len(ours) > 1000
    found = {
        f"{ours[line.strip()]} has a row of {path.name}"
        for path in closed(shared)
        for line in plain(path).splitlines()[12:]
        if line.strip() in ours
    }
    assert found == set()
