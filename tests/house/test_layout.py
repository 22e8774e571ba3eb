"""What every file and folder keeps to."""

from __future__ import annotations

import ast
import re
import statistics
from pathlib import Path

import pytest
import yaml

from detente.cli.main import COMMANDS
from detente.measures.registry import MEASURES
from detente.sources.registry import SOURCES
from tests.house.tracked import PACKAGE, ROOT, texts, tracked

MODULES = [p for p in tracked() if p.suffix == ".py" and p.is_relative_to(PACKAGE)]
VAGUE = {
    "util",
    "utils",
    "helper",
    "helpers",
    "common",
    "manager",
    "managers",
    "misc",
    "stuff",
    "base",
    "tools",
}


def test_no_module_is_long_and_most_are_short() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert len(lengths) > 100
    assert {str(p) for p, length in lengths.items() if length > 400} == set()
    assert statistics.median(length for path, length in lengths.items() if path.name != "__init__.py") < 120


def test_no_module_or_folder_has_a_vague_name() -> None:
    names = {part.removesuffix(".py") for path in MODULES for part in path.relative_to(PACKAGE).parts}
    assert {name for name in names if VAGUE & set(name.split("_"))} == set()


def test_every_module_says_what_it_is() -> None:
    silent = [str(p) for p in MODULES if not ast.get_docstring(ast.parse(p.read_text(encoding="utf-8")))]
    assert silent == []


def test_every_measure_has_its_file_and_its_page() -> None:
    for measure in MEASURES:
        assert (PACKAGE / "measures" / f"{measure.name}.py").is_file()
        page = ROOT / "docs" / "method" / "measures" / f"{measure.name}.md"
        assert measure.name in page.read_text(encoding="utf-8")
        assert measure.reference and measure.caution
    pages = {p.stem for p in (ROOT / "docs" / "method" / "measures").glob("*.md")}
    assert pages - {"README", "index"} == {measure.name for measure in MEASURES}


def test_every_source_has_its_record() -> None:
    for reader in SOURCES:
        record = yaml.safe_load(
            (PACKAGE / "sources" / f"{reader.source.name}.yml").read_text(encoding="utf-8")
        )
        assert record["licence"] and record["citation"]
        assert reader.source.url or reader.source.name in {"chronology", "document_claims", "figures"}
    records = {p.stem for p in (PACKAGE / "sources").glob("*.yml")}
    names = [reader.source.name for reader in SOURCES]
    assert len(names) == len(set(names))
    assert records >= set(names)


def test_every_measure_names_data_sets_that_are_read() -> None:
    readable = {reader.source.name for reader in SOURCES}
    assert {source for measure in MEASURES for source in measure.sources} - readable == set()


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_its_file_and_is_shown_in_the_documentation(name: str) -> None:
    assert (PACKAGE / "cli" / f"{name}.py").is_file()
    pages = [text for path, text in texts() if path.suffix == ".md" and "tests" not in path.parts]
    assert any(re.search(rf"\bdetente {name}\b", text) for text in pages)


def test_commands_are_those_that_are_listed() -> None:
    shared = {
        "main", "options", "endpoint_options", "output", "progress", "scenarios_text", "answers", "review_text",
        "review_walk", "__init__",
    }  # fmt: skip
    assert {p.stem for p in (PACKAGE / "cli").glob("*.py")} - shared == set(COMMANDS)


def test_links_between_pages_lead_somewhere() -> None:
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path, text in texts()
        if path.suffix == ".md" and "tests" not in path.parts
        for target in re.findall(
            r"\]\(([^)#\s]+)(?:#[^)]*)?\)", re.sub(r"```.*?```", "", text, flags=re.DOTALL)
        )
        if not target.startswith(("http://", "https://", "mailto:")) and not (path.parent / target).exists()
    ]
    assert broken == []


def test_tests_mirror_the_package() -> None:
    own = {"house", "golden", "corpus", "engines"}
    folders = {p.name for p in (ROOT / "tests").iterdir() if (p / "__init__.py").is_file()} - own
    assert folders <= {p.name for p in PACKAGE.iterdir() if p.is_dir()}


def test_nothing_built_is_kept() -> None:
    built = {".html", ".pyc", ".duckdb", ".parquet", ".so", ".whl"}
    kept = [str(p.relative_to(ROOT)) for p in tracked() if p.suffix in built]
    assert kept == []
    assert not [p for p in tracked() if Path(".venv") in p.relative_to(ROOT).parents]
