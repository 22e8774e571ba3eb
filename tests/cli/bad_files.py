"""Bad files of every kind that was met or is to be feared: whose, made how, and what is said of each."""

from __future__ import annotations

import gzip
import os
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from tests.sources.edits import fixture, with_cell, with_row_again, without_column
from tests.sources.r_files import saved
from tests.sources.workbooks import archive, imf_table, workbook

Make = Callable[[Path], None]
HTML = b"<!DOCTYPE html><html><head><title>404</title></head><body>Not found</body></html>"


@dataclass(frozen=True)
class Bad:
    """`said`: words of the line; `line`: the row at fault, "" where the file as a whole is; `name`: as published."""

    source: str
    make: Make
    said: str
    line: str = ""
    name: str = "given.csv"


def of(data: bytes) -> Make:
    def make(path: Path) -> None:
        path.write_bytes(data)

    return make


def zipped(*members: tuple[str, bytes], cut: int = 0, locked: bool = False) -> Make:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as packed:
            for name, data in members:
                packed.writestr(name, data)
        data = bytearray(path.read_bytes())
        if locked:  # the flag "encrypted" of the member, here and in the central directory
            data[6] |= 1
            data[data.index(b"PK\x01\x02") + 8] |= 1
        path.write_bytes(data[: len(data) - cut])

    return make


def swapped(data: bytes, one: str, two: str) -> bytes:
    head, rest = data.split(b"\n", 1)
    names = head.decode().split(",")
    i, j = names.index(one), names.index(two)
    names[i], names[j] = names[j], names[i]
    return ",".join(names).encode() + b"\n" + rest


def in_line(data: bytes, number: int, old: bytes, new: bytes) -> bytes:
    lines = data.split(b"\n")
    assert old in lines[number - 1]
    lines[number - 1] = lines[number - 1].replace(old, new, 1)
    return b"\n".join(lines)


VOTES, TRADE, MID = (
    fixture("un_votes_published.csv"),
    fixture("cow_trade_published.csv"),
    fixture("cow_mid_b.csv"),
)
EVENTS, BACI, REPLY = fixture("gdelt_events_2.CSV"), fixture("baci.csv"), fixture("comtrade_reply.json")
CONFLICTS = fixture("ucdp_acd.csv")
ICEWS = fixture("icews.tab")
BACI_NAME = "BACI_HS92_Y2015_V202401.csv"
HEAD, FIRST, *_ = TRADE.split(b"\n")
MANY = b"\n".join([HEAD, *(FIRST.replace(b"1990", b"%d" % year) for year in range(1961, 1990)), b""])
CASE = resources.files("detente.cases.pakistan_russia")
FIXED = (
    CASE.joinpath("gem_pipelines.csv").read_bytes().replace(b"Pakistan; United States", b"Pakistan; Russia")
)
SHEET = imf_table("Exports, FOB to Partner Countries", "Russian Federation", [2015], [["Pakistan", 1.5]])

BAD: dict[str, Bad] = {
    # what came is not the file
    "empty": Bad("un_votes", of(b""), "the file is empty"),
    "blank": Bad("un_votes", of(b" \r\n\r\n "), "the file is empty"),
    "a web page saved as csv": Bad("cow_trade", of(HTML), "this is a web page, not data"),
    "a web page for a workbook": Bad("imf_trade", of(HTML), "web page", name="t.xlsx"),
    "a web page for a reply": Bad("comtrade", of(HTML), "this is a web page, not data", name="r.json"),
    "an error in place of a reply": Bad(
        "wdi", of(b'[{"message":[{"id":"120","key":"Invalid value","value":"not valid"}]}]'),
        "the API answered with an error: not valid", name="w.json"),
    "another data set's file": Bad("cow_mid", of(VOTES), "the header is in no layout of this data set", "1"),
    "another event data set's file": Bad("gdelt_events", of(ICEWS), "20 tab-separated fields"),
    "a workbook of another layout": Bad(
        "imf_trade", of(workbook({"Data": [["a", "b"], ["x", 1]]})), "sheet 'Data'", name="t.xlsx"),
    "an archive that is no workbook": Bad(
        "imf_trade", of(archive({"a.txt": "x"})), "the part xl/_rels/workbook.xml.rels", name="t.xlsx"),
    "an old workbook, or one with a password": Bad(
        "imf_trade", of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), "a workbook with a password", name="t.xlsx"),
    # packing
    "cut gzip": Bad("un_votes", of(gzip.compress(VOTES)[:-20]), "the gzip file is cut off or damaged"),
    "gzip with one wrong byte": Bad(
        "un_votes", of(gzip.compress(VOTES)[:40] + b"\xff\xff\xff" + gzip.compress(VOTES)[43:]), "cut off or damaged"),
    "gzip with garbage behind": Bad("un_votes", of(gzip.compress(VOTES) + b"garbage"), "cut off or damaged"),
    "a zip for a table": Bad("un_votes", zipped(("v.csv", VOTES)), "this is a zip archive"),
    "cut zip": Bad("gdelt_events", zipped(("e.CSV", EVENTS), cut=30), "the zip archive is cut off or damaged"),
    "zip of two files": Bad("gdelt_events", zipped(("a", EVENTS), ("b", EVENTS)), "holds 2 files, not one"),
    "zip of nothing": Bad("gdelt_events", zipped(), "holds 0 files, not one"),
    "zip with a password": Bad("gdelt_events", zipped(("e.CSV", EVENTS), locked=True), "password"),
    "cut workbook": Bad("imf_trade", of(workbook({"A": SHEET})[:-60]), "it is cut off", name="t.xlsx"),
    "cut R data": Bad("un_votes", of(saved({"x": {"a": [1, 2]}})[:-9]), "the R data are cut off", name="v.RData"),
    "cut JSON": Bad("comtrade", of(REPLY[:900]), "the JSON is damaged", name="r.json"),
    # encoding
    "UTF-16": Bad("un_votes", of(VOTES.decode().encode("utf-16")), "UTF-16|not in utf-8"),
    "UTF-16 event data": Bad("gdelt_events", of(EVENTS.decode().encode("utf-16")), "the text is in UTF-16"),
    "wrong encoding": Bad(
        "chronology", of(fixture("chronology.csv").replace(b"Invented", b"Inv\xe9nted")), "not in utf-8"),
    "NUL bytes": Bad("cow_trade", of(in_line(TRADE, 3, b",1991,", b",19\x0091,")), "UTF-16 or not text"),
    "a NUL byte far behind": Bad(
        "cow_trade", of(MANY + MANY[-90:].replace(b"1989", b"19\x0089")), "not text at all", "32"),
    # header and shape
    "wrong header": Bad("un_agreement", of(fixture("un_agreement.csv").replace(b"agree", b"accord", 1)), "", "1"),
    "columns swapped": Bad("cow_trade", of(swapped(TRADE, "year", "ccode1")), "in column", "2"),
    "column unknown": Bad(
        "mie", of(fixture("mie.csv").replace(b"micnum", b"surprise,micnum", 1)), "unknown column", "1"),
    "column missing": Bad("mie", of(without_column(fixture("mie.csv"), "action")), "lacks column 'action'", "1"),
    "column twice": Bad("mie", of(fixture("mie.csv").replace(b"micnum,eventnum", b"micnum,micnum", 1)), "column", "1"),
    "header without a row": Bad("mie", of(fixture("mie.csv").split(b"\n")[0] + b"\n"), "a header but no row"),
    "semicolons for commas": Bad("mie", of(fixture("mie.csv").replace(b",", b";")), "header", "1"),
    "a field too few": Bad("cow_mid", of(in_line(MID, 3, b",", b"")), "fields where the header has", "3"),
    "a field too many": Bad("cow_mid", of(in_line(MID, 3, b",", b",,")), "fields where the header has", "3"),
    "cut within a row": Bad(
        "cow_mid", of(MID.rstrip()[: MID.rstrip().rfind(b"\n") + 9]), "fields where|broken quoting", "."),
    "quotes unbalanced": Bad("ucdp_acd", of(CONFLICTS.rstrip() + b'\n"never closed'), "broken quoting", "."),
    "a quote inside a cell": Bad("ucdp_acd", of(in_line(CONFLICTS, 2, b'","', b'"x","')), "broken quoting", "2"),
    "a huge line": Bad("cow_mid", of(MID + b"9" * 300_000 + b"\n"), "larger than field limit", "."),
    "a huge line of event data": Bad("gdelt_events", of(EVENTS + b"x" * (17 << 20)), "a line is longer than 16 MB"),
    # cells
    "negative trade": Bad("cow_trade", of(with_cell(TRADE, 2, "flow1", "-70")), "'-70' in column 'flow1'", "3"),
    "infinite trade": Bad("cow_trade", of(with_cell(TRADE, 2, "flow1", "inf")), "'inf' in column 'flow1'", "3"),
    "a decimal comma": Bad("cow_trade", of(with_cell(TRADE, 2, "flow1", "70,5")), "'70,5' in column 'flow1'", "3"),
    "a number that a spreadsheet made a date": Bad(
        "cow_trade", of(with_cell(TRADE, 2, "flow2", "4-May")), "'4-May' in column 'flow2'", "3"),
    "an impossible year": Bad("cow_trade", of(with_cell(TRADE, 2, "year", "19911")), "'19911' in column 'year'", "3"),
    "an impossible day": Bad(
        "chronology", of(with_cell(fixture("chronology.csv"), 1, "date_start", "1960-02-31")), "1960-02-31", "2"),
    "an unknown state code": Bad(
        "cow_trade", of(with_cell(TRADE, 2, "ccode2", "999")), "'999' in column 'ccode2'", "3"),
    "an unknown state name": Bad(
        "gsdb", of(with_cell(fixture("gsdb.csv"), 1, "sanctioned_state", "Atlantis")), "Atlantis", "2"),
    "an unknown vote": Bad("un_votes", of(with_cell(VOTES, 2, "vote", "4")), "'4' in column 'vote'", "3"),
    "an unknown label": Bad(
        "un_votes", of(with_cell(fixture("un_votes_countries.csv"), 2, "vote", "maybe")), "'maybe'", "3"),
    "digits of another script": Bad(
        "visa_rules", of(with_cell(fixture("visa_rules.csv"), 1, "Requirement", "²")), "'²'", "2"),
    "leading zeros lost": Bad("baci", of(with_cell(BACI, 1, "k", "10121")), "leading zeros", "2", BACI_NAME),
    "a name that does not say the release": Bad("baci", of(BACI), "does not say which revision", name="trade.csv"),
    "a value where there is a known error no more": Bad(
        "gem_pipelines", of(FIXED), "The publisher has fixed", "2"),
    # rows against each other
    "the same key with another value": Bad(
        "visa_rules", of(fixture("visa_rules.csv").rstrip() + b"\nRUS,PAK,61\n"), "says otherwise what line", "."),
    "a row again that is joined to a run": Bad(
        "us_missions", of(with_row_again(fixture("us_missions_yearly.csv"), 1)), "says again what line 2 says", "."),
    "a count that is not the rows": Bad(
        "comtrade", of(REPLY.replace(b'"count": 14', b'"count": 15')),
        "records and holds", name="r.json"),
    "most lines damaged": Bad("gdelt_events", of(EVENTS.replace(b"\t20", b"\tXX")), "lines are damaged", "1"),
    # what is no file
    "a folder": Bad("un_votes", lambda path: path.mkdir(), "is a directory"),
    "a folder of event data": Bad("gdelt_events", lambda path: path.mkdir(), "is a directory"),
    "nothing there": Bad("un_votes", lambda path: None, "does not exist"),
    "a link to itself": Bad("un_votes", lambda path: path.symlink_to(path), "does not exist|cannot be read"),
    "a link to nothing": Bad("un_votes", lambda path: path.symlink_to(path.parent / "gone"), "does not exist"),
    "a pipe for event data": Bad("gdelt_events", os.mkfifo, "no regular file"),
}  # fmt: skip
