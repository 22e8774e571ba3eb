"""Where the real files are, and which tests can run here."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("DETENTE_SHARED", Path(__file__).resolve().parents[2] / "shared" / "data"))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session", autouse=True)
def data_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The user's data folder while tests run: an empty one, so that nobody's own ledger is touched."""
    folder = tmp_path_factory.mktemp("data-home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder))
        patch.setenv("LOCALAPPDATA", str(folder))
        patch.delenv("DETENTE_LEDGER", raising=False)
        yield folder


@pytest.fixture(scope="session")
def packaged_ledger(data_home: Path) -> Path:
    """The folder of the packaged case's ledger, made once; commands without --ledger use it too."""
    from detente.study.opening import open_ledger

    ledger = open_ledger()
    ledger.close()
    return ledger.path


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real files; only tests marked `shared` may ask for it."""
    return SHARED


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's path; only tests marked `chromium` may ask for it."""
    assert CHROMIUM is not None
    return CHROMIUM


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what this machine lacks, so that every selected test runs."""
    lacking = {"shared": not SHARED.is_dir(), "chromium": CHROMIUM is None}
    out = [item for item in items if any(lacking[m] for m in lacking if item.get_closest_marker(m))]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in out]
