"""The named files out of an archive: never outside the folder, never larger than allowed, never half a file."""

from __future__ import annotations

import os
import zipfile
import zlib
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from detente.errors import FetchError
from detente.fetch.wanted import file_name

PIECE: Final = 1 << 20
LARGEST_BYTES: Final = 16 << 30


def unpack(archive: Path, members: tuple[str, ...], largest_bytes: int = LARGEST_BYTES) -> list[Path]:
    """The members whose own name (without folders) fits a pattern, written beside the archive.

    What a member is called inside never decides where it goes: only its last name is used. Raises FetchError
    for a damaged archive, a pattern that fits nothing, two members of one name, a member that is encrypted or
    unpacks to more than `largest_bytes`; members that were there before are then untouched.
    """
    try:
        with zipfile.ZipFile(archive) as held:
            chosen = _choose(held, members, archive)
            return [
                _write(held, info, archive.with_name(name), largest_bytes) for name, info in chosen.items()
            ]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise FetchError(
            f"the archive is damaged ({error})", where=str(archive), todo="Remove it, and fetch again"
        ) from error


def _choose(held: zipfile.ZipFile, members: tuple[str, ...], archive: Path) -> dict[str, zipfile.ZipInfo]:
    chosen: dict[str, zipfile.ZipInfo] = {}
    files = [info for info in held.infolist() if not info.is_dir()]
    fitting: set[str] = set()
    for info in files:
        last = info.filename.replace("\\", "/").rpartition("/")[2]
        patterns = [pattern for pattern in members if fnmatchcase(last, pattern)]
        # macOS archives hold a shadow "._name" of every file in a folder of their own.
        if not patterns or info.filename.startswith("__MACOSX/"):
            continue
        fitting.update(patterns)
        name = file_name(last)
        if name in chosen or name == archive.name:
            raise FetchError(f"the archive holds two files called {name}", where=str(archive))
        if info.flag_bits & 0x1:
            raise FetchError(f"{name} is encrypted", where=str(archive), todo="Unpack it by hand")
        chosen[name] = info
    lacking = [p for p in members if p not in fitting and not _other_case(p, members)]
    if lacking or not chosen:
        inside = ", ".join(info.filename[:60] for info in files[:8]) or "nothing"
        raise FetchError(
            f"the archive has no {' and no '.join(lacking or members)}; it holds {inside}",
            where=str(archive),
            todo="Unpack it by hand and give the file to `detente ingest`",
        )
    return chosen


def _other_case(pattern: str, members: tuple[str, ...]) -> bool:
    """Whether the same pattern stands in the table in another case: then one of the two is enough."""
    return any(other != pattern and other.lower() == pattern.lower() for other in members)


def _write(held: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path, largest_bytes: int) -> Path:
    aside = path.with_name(path.name + ".unpacking")
    try:
        # What the archive says of the size is not relied on: the bytes are counted as they come.
        with held.open(info) as coming, aside.open("wb") as out:
            written = 0
            while piece := coming.read(PIECE):
                written += len(piece)
                if written > largest_bytes:
                    raise FetchError(
                        f"{path.name} unpacks to more than {largest_bytes:,} bytes", where=held.filename or ""
                    )
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    return path
