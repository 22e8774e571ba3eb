"""Nothing but fetch opens a connection to elsewhere."""

from __future__ import annotations

import ast
from pathlib import Path

import detente

ROOT = Path(detente.__file__).parent
CLIENTS = {
    "socket",
    "ssl",
    "http.client",
    "urllib.request",
    "ftplib",
    "httpx",
    "requests",
    "aiohttp",
    "urllib3",
}


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    text = path.read_text(encoding="utf-8")
    if not any(client.partition(".")[0] in text for client in CLIENTS):
        return names
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_no_other_module_imports_what_opens_connections() -> None:
    files = [path for path in ROOT.rglob("*.py") if ROOT / "web" not in path.parents]
    found = {p.relative_to(ROOT).parts[0] for p in files if imported(p) & CLIENTS}
    assert found == {"fetch"}
