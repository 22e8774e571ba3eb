"""The article that started the project lends it no words and no figures."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUN = 6
FIGURES = re.compile(r"\b(?:450|82|1,?100|10 billion|1947|2014|2018)\b")


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("’", "'"))


def runs(text: str) -> set[tuple[str, ...]]:
    said = words(text)
    return {tuple(said[n : n + RUN]) for n in range(len(said) - RUN + 1)}


def tracked() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        return [p for folder in ("src", "tests", "docs") for p in (ROOT / folder).rglob("*") if p.is_file()]
    done = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [ROOT / name for name in done.stdout.decode().split("\0") if name]


@pytest.mark.shared
def test_no_run_of_words_of_the_article_in_the_repository(shared: Path) -> None:
    article = runs((shared / "article" / "pak-russia-relations.txt").read_text(encoding="utf-8"))
    assert len(article) > 300
    for path in tracked():
        if path.is_file():
            found = runs(path.read_bytes().decode("utf-8", errors="ignore")) & article
            assert not found, f"{path}: {sorted(found)[:2]}"


@pytest.mark.shared
def test_no_figure_of_the_article_in_the_reader(shared: Path) -> None:
    text = (shared / "article" / "pak-russia-relations.txt").read_text(encoding="utf-8")
    assert len(set(FIGURES.findall(text))) == 7
    for path in sorted((ROOT / "src" / "detente" / "read").rglob("*")):
        if path.suffix in (".py", ".yaml"):
            assert not FIGURES.search(path.read_text(encoding="utf-8")), path
