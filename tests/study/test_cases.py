"""A case folder: what is wrong in it is said in one line, what is right goes into its ledger once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from detente.errors import CaseError, DetenteError, UsageError
from detente.ledger.duckdb import DuckLedger
from detente.study.case import load_case, packaged_case
from detente.study.ingest import ingest_case, parse_judgements
from detente.study.new_case import write_new_case
from detente.study.opening import default_ledger_path, open_case_ledger
from detente.study.scenarios import case_scenarios
from detente.study.study import make_study
from detente.study.whole import case_for
from tests.cli.running import Capture, command, well

TODAY = date(2026, 11, 24)
NO_ID = "st-00000000000000000000"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_new_case(tmp_path / "kenya_brazil", ("KEN", "BRA"), TODAY)
    return tmp_path / "kenya_brazil"


def change(old: str, new: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        path = folder / "case.yml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return write


def also(line: str) -> Callable[[Path], None]:
    return change("scenario_model:", f"{line}\nscenario_model:")


WRONG: dict[str, tuple[Callable[[Path], None], str]] = {
    "no case.yml": (lambda f: (f / "case.yml").unlink(), "no case.yml"),
    "not YAML": (change("dyad: [KEN, BRA]", "dyad: [KEN, BRA"), "not YAML"),
    "no fields": (lambda f: (f / "case.yml").write_text("- a\n- b\n"), "not a list of fields"),
    "nothing": (lambda f: (f / "case.yml").write_text(""), "case.yml"),
    "not UTF-8": (lambda f: (f / "case.yml").write_bytes(b"title: \xff\xfe"), "case.yml"),
    "a field is lacking": (change("question:", "# question:"), "lacks question"),
    "an unknown field": (also("colour: red"), "unknown colour"),
    "an unknown state": (change("[KEN, BRA]", "[KEN, XYZ]"), "XYZ"),
    "one state": (change("[KEN, BRA]", "[KEN]"), "case.yml"),
    "three states": (change("[KEN, BRA]", "[KEN, BRA, USA]"), "case.yml"),
    "the same state twice": (change("[KEN, BRA]", "[KEN, Kenya]"), "case.yml"),
    "a third state of the two": (change("third_parties: []", "third_parties: [KEN]"), "case.yml"),
    "an unknown third state": (change("third_parties: []", "third_parties: [ATLANTIS]"), "ATLANTIS"),
    "no date": (change("asked_on: 2026-11-24", "asked_on: lately"), "lately"),
    "a file that is not there": (also("phases: phases.yml"), "names phases.yml"),
    "a source without its file": (change("file: chronology.csv", "file: votes.csv"), "names votes.csv"),
    "a source without a name": (change(", source: chronology", ""), "source"),
    "an unknown source": (change("source: chronology", "source: chronicle"), "chronicle"),
}


@pytest.mark.parametrize(("spoil", "words"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_with_a_case_is_said_in_one_line(
    folder: Path, spoil: Callable[[Path], None], words: str
) -> None:
    spoil(folder)
    with pytest.raises(DetenteError) as error:
        open_case_ledger(load_case(folder), folder / "ledger")
    said = str(error.value)
    assert words in said and "\n" not in said
    assert said.startswith(str(folder)) or "chronicle" in said
    assert error.value.todo


JUDGEMENT = {
    "kind": "accept", "subjects": ["st-a"], "value": None, "reason": "A reason.", "made_by": "a",
    "made_on": "2026-01-01",
}  # fmt: skip


@pytest.mark.parametrize(
    "line",
    ["not JSON", "[]", "{}", json.dumps({k: v for k, v in JUDGEMENT.items() if k != "reason"}),
     json.dumps(JUDGEMENT | {"made_on": "lately"}), json.dumps(JUDGEMENT | {"subjects": 7})],
)  # fmt: skip
def test_a_line_that_is_no_judgement_is_named(line: str) -> None:
    lines = [json.dumps(JUDGEMENT), "", line]
    with pytest.raises(CaseError, match=r"judgements\.jsonl, line 3") as error:
        list(parse_judgements(lines, "judgements.jsonl"))
    assert "\n" not in str(error.value)
    assert len(list(parse_judgements(lines[:2], "judgements.jsonl"))) == 1


@pytest.mark.parametrize("part", ["phases", "disagreements"])
def test_an_id_that_is_not_held_is_named_with_its_file(folder: Path, part: str) -> None:
    texts = {
        "phases": f"- {{start: 1963-12-12, end: null, title: A, summary: B., evidence: [{NO_ID}]}}\n",
        "disagreements": f"- {{id: a, topic: A, text: B., versions: [[{NO_ID}]]}}\n",
    }
    (folder / f"{part}.yml").write_text(texts[part])
    also(f"{part}: {part}.yml")(folder)
    case = load_case(folder)
    ledger = open_case_ledger(case, folder / "ledger")
    with pytest.raises(CaseError) as error:
        make_study(ledger, ("KEN", "BRA"), case=case, as_of=TODAY, made_on=TODAY)
    said = str(error.value)
    assert NO_ID in said and part in said and str(folder) in said and "\n" not in said


def test_a_new_case_is_whole_and_a_brief_can_be_made_of_it(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    out = well(capsys, "case", "init", "Pakistan", "IND").out
    case = load_case(tmp_path / "pak_ind")
    assert (case.dyad, case.name) == (("PAK", "IND"), "pak_ind")
    assert case.span_start == date(1947, 8, 14)
    assert case_scenarios(case) is None
    following = out.splitlines()[-1].removeprefix("Next: detente ").split()
    assert well(capsys, *following).out.startswith("brief.html (")
    assert (tmp_path / "brief.html").is_file()
    assert (tmp_path / "pak_ind" / "ledger").is_dir()
    assert command(capsys, "scenarios", "pak_ind").code == 2
    assert command(capsys, "case", "init", "PAK", "IND").code == 2


def test_the_files_of_a_case_go_in_once(packaged_ledger: Path, tmp_path: Path) -> None:
    case = packaged_case()
    ledger = DuckLedger.open(tmp_path / "ledger", create=True)
    ingest_case(ledger, case)
    batches = sorted(p.name for p in (ledger.path / "batches").iterdir())
    held = ledger.statements(current=False).height, len(ledger.judgements()), len(ledger.snapshots())
    assert len(batches) == len(case.sources) == held[2]
    ingest_case(ledger, case)
    assert sorted(p.name for p in (ledger.path / "batches").iterdir()) == batches
    assert (
        ledger.statements(current=False).height,
        len(ledger.judgements()),
        len(ledger.snapshots()),
    ) == held
    ledger.close()


def test_opening_again_reads_no_file_and_a_changed_file_goes_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "ledger"
    open_case_ledger(load_case(folder), path).close()
    monkeypatch.setattr("detente.study.opening.ingest_case", lambda *_: pytest.fail("read again"))
    open_case_ledger(load_case(folder), path).close()
    monkeypatch.undo()
    judgement = JUDGEMENT | {"reason": "A later reason."}
    (folder / "judgements.jsonl").write_text(json.dumps(judgement) + "\n")
    ledger = open_case_ledger(load_case(folder), path)
    assert [j.reason for j in ledger.judgements()] == ["A later reason."]
    ledger.close()


def test_the_case_that_fits_two_states(folder: Path) -> None:
    assert case_for(("RUS", "PAK"), None) == packaged_case()
    assert case_for(("IND", "CHN"), None) is None
    assert case_for(("BRA", "KEN"), folder) == load_case(folder)
    with pytest.raises(UsageError, match="is about KEN and BRA, not PAK and RUS"):
        case_for(("PAK", "RUS"), folder)


def test_the_packaged_ledger_lies_in_the_users_folder(data_home: Path, packaged_ledger: Path) -> None:
    assert packaged_ledger == default_ledger_path(packaged_case())
    assert data_home in packaged_ledger.parents
