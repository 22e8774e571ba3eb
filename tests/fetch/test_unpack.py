"""Archives: only the named members, only beside the archive."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from detente.errors import FetchError
from detente.fetch.unpack import unpack


def archive(folder: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    path = folder / "inner" / "data.zip"
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w", method) as out:
        for name, body in members.items():
            out.writestr(name, body)
    return path


def test_the_named_members_alone(tmp_path: Path) -> None:
    path = archive(
        tmp_path,
        {"COW/readme.txt": b"no", "COW/a.csv": b"1", "b.csv": b"2", "__MACOSX/._a.csv": b"x", "d/": b""},
    )
    assert [p.name for p in unpack(path, ("a.csv", "b*"))] == ["a.csv", "b.csv"]
    assert sorted(p.name for p in path.parent.iterdir()) == ["a.csv", "b.csv", "data.zip"]
    assert (path.parent / "a.csv").read_bytes() == b"1"


@pytest.mark.parametrize(
    "name", ["../../up.csv", "/tmp/up.csv", "..\\..\\up.csv", "C:\\up.csv", "a/../../up.csv"]
)
def test_no_member_leaves_the_folder(tmp_path: Path, name: str) -> None:
    path = archive(tmp_path, {name: b"x"})
    (out,) = unpack(path, ("*up.csv",))
    assert out == path.parent / "up.csv"
    assert sorted(p.name for p in tmp_path.rglob("*") if p.is_file()) == ["data.zip", "up.csv"]


def test_a_link_in_an_archive_becomes_a_file(tmp_path: Path) -> None:
    path = tmp_path / "data.zip"
    with zipfile.ZipFile(path, "w") as out:
        link = zipfile.ZipInfo("a.csv")
        link.external_attr = 0o120777 << 16
        out.writestr(link, "/etc/passwd")
    (done,) = unpack(path, ("a.csv",))
    assert not done.is_symlink() and done.read_text() == "/etc/passwd"


def test_what_is_not_there_is_said_with_what_is(tmp_path: Path) -> None:
    path = archive(tmp_path, {"x/other.csv": b"1", "b.csv": b"2"})
    with pytest.raises(FetchError, match=r"has no a\.csv; it holds x/other\.csv, b\.csv"):
        unpack(path, ("a.csv", "b.csv"))
    assert sorted(p.name for p in path.parent.iterdir()) == ["data.zip"]


def test_the_same_pattern_in_another_case_is_one(tmp_path: Path) -> None:
    path = archive(tmp_path, {"20140101.export.CSV": b"1"})
    assert [p.name for p in unpack(path, ("*.csv", "*.CSV"))] == ["20140101.export.CSV"]


def test_two_of_one_name(tmp_path: Path) -> None:
    path = archive(tmp_path, {"a/x.csv": b"1", "b/x.csv": b"2"})
    with pytest.raises(FetchError, match=r"two files called x\.csv"):
        unpack(path, ("x.csv",))


def test_no_more_than_allowed(tmp_path: Path) -> None:
    path = archive(tmp_path, {"a.csv": bytes(10**6)})
    (path.parent / "a.csv").write_bytes(b"earlier")
    with pytest.raises(FetchError, match=r"a\.csv unpacks to more than 1,000 bytes"):
        unpack(path, ("a.csv",), largest_bytes=1000)
    assert (path.parent / "a.csv").read_bytes() == b"earlier"
    assert sorted(p.name for p in path.parent.iterdir()) == ["a.csv", "data.zip"]


def test_damage(tmp_path: Path) -> None:
    path = archive(tmp_path, {"a.csv": b"abc" * 999}, zipfile.ZIP_STORED)
    whole = path.read_bytes()
    path.write_bytes(whole[:600] + b"?" + whole[601:])
    with pytest.raises(FetchError, match=r"the archive is damaged \(Bad CRC-32"):
        unpack(path, ("a.csv",))
    path.write_bytes(whole[:-30])
    with pytest.raises(FetchError, match="the archive is damaged"):
        unpack(path, ("a.csv",))
    assert sorted(p.name for p in path.parent.iterdir()) == ["data.zip"]


def test_an_encrypted_member(tmp_path: Path) -> None:
    path = archive(tmp_path, {"a.csv": b"abc"})
    raw = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + at] |= 1
    path.write_bytes(raw)
    with pytest.raises(FetchError, match=r"a\.csv is encrypted"):
        unpack(path, ("a.csv",))
