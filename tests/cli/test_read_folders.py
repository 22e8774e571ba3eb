"""A folder of good and bad files through `detente read`: what is bad is named, the rest is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from detente.read.document import SIZE_LIMIT_BYTES
from tests.cli.running import Capture, command, well
from tests.read.files import docx, locked_pdf, paragraph, pdf

SIGNED = "In March 2014 Japan and Vietnam signed an agreement on defence."
SENT = "In 2015 Kenya sent Somalia 20 trucks."
GERMAN = "Die beiden Staaten haben am Montag ein neues Abkommen unterzeichnet, sagte der Minister. "


def folder_of(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    (folder / "deep" / ".git").mkdir(parents=True)
    for name, data in {
        "a.txt": SIGNED.encode(), "b.pdf": pdf([[SENT], []], pictures=(2,)), "c.docx": docx(paragraph(SIGNED)),
        "deep/d.md": f"# Notes\n\n{SENT}\n".encode(), "e-empty.txt": b"", "f-junk.bin": os.urandom(4000),
        "g-locked.pdf": locked_pdf([[SENT]], "secret"), "h-german.html": f"<html><body><p>{GERMAN * 5}".encode(),
        "i-cut.docx": docx(paragraph(SIGNED))[:80], "j-large.txt": SIGNED.encode() * 170_000,
        ".hidden.txt": SIGNED.encode(), "deep/.git/x.txt": SIGNED.encode(), "~$c.docx": b"lock",
    }.items():  # fmt: skip
        (folder / name).write_bytes(data)
    return folder


def test_the_rest_of_the_batch_goes_on(capsys: Capture, tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    done = command(capsys, "read", folder, "--format", "jsonl")
    assert done.code == 2
    assert [Path(r["document"]).name for r in done.lines] == ["a.txt", "b.pdf", "c.docx", "d.md"]
    said = done.err.splitlines()
    names = ["b.pdf", "e-empty", "f-junk", "g-locked", "h-german", "i-cut", "j-large"]
    for name, line in zip(names, said, strict=False):
        assert line.startswith(f"detente: {folder}{os.sep}{name}")
    assert "page 2 holds only pictures" in said[0]
    assert said[-1] == "detente: 4 files read, 1 of them in part; 6 left out, named above." and len(said) == 8


def test_a_folder_that_gives_nothing_is_said(capsys: Capture, tmp_path: Path) -> None:
    done = command(capsys, "read", tmp_path)
    assert done.code == 2 and "no file in this folder" in done.err
    (tmp_path / "a.txt").write_text("Nothing happened between anybody.", encoding="utf-8")
    assert "No statement was read" in well(capsys, "read", tmp_path).out


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_entered_is_named(capsys: Capture, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    (tmp_path / "a.txt").write_text(SENT, encoding="utf-8")
    try:
        done = command(capsys, "read", tmp_path, "--format", "jsonl")
    finally:
        closed.chmod(0o700)
    assert done.code == 2 and len(done.lines) == 1 and f"{closed}: cannot be read" in done.err


def test_a_file_beyond_the_limit_is_not_taken_into_memory(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(SIZE_LIMIT_BYTES * 200)
    done = command(capsys, "read", path)
    assert done.code == 2 and "10000.0 MB, the limit is 50 MB" in done.err
