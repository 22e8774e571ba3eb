"""The files of the repository; where there is no git (a source archive), the files of its folders."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "detente"
FOLDERS = ("src", "tests", "docs", "scripts", "benchmarks")


@cache
def tracked() -> tuple[Path, ...]:
    """All files that git holds."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        there = [p for folder in FOLDERS for p in (ROOT / folder).rglob("*") if "__pycache__" not in p.parts]
        return tuple(sorted(p for p in [*there, *ROOT.glob("*.*")] if p.is_file()))
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    paths = [ROOT / name for name in listed.decode().split("\0") if name]
    return tuple(p for p in paths if p.is_file())


def texts() -> list[tuple[Path, str]]:
    """The tracked files that are text."""
    found = []
    for path in tracked():
        data = path.read_bytes()
        if b"\0" not in data:
            found.append((path, data.decode("utf-8", errors="replace")))
    return found
