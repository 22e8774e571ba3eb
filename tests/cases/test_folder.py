"""The folder holds together: every file named is there, every statement cited exists."""

from __future__ import annotations

import re

from detente.study.case import packaged_case as loaded_case
from tests.cases.packaged import FOLDER, packaged_case

IDS = re.compile(r"st-[0-9a-f]{20}")


def test_case_loads_and_names_every_file_of_the_folder():
    case = loaded_case()
    named = {file for file, _ in case.sources} | {
        case.scenario_model, case.signposts, case.judgements, case.phases, case.disagreements,
    }  # fmt: skip
    present = {f.name for f in FOLDER.iterdir() if f.suffix in {".yml", ".csv", ".jsonl"}} - {"case.yml"}
    assert present == named
    assert set(case.licences) == named


def test_every_id_in_any_file_is_a_statement_of_the_case():
    case = packaged_case()
    cited = {
        id_
        for file in FOLDER.iterdir()
        if file.suffix in {".yml", ".jsonl"}
        for id_ in IDS.findall(file.read_text(encoding="utf-8"))
    }
    assert len(cited) > 150
    assert cited <= case.ids


def test_ids_are_unique_and_the_chronology_is_whole():
    case = packaged_case()
    assert case.statements["statement_id"].is_unique().all()
    assert case.statements.filter(case.statements["source"] == "chronology").height == 418


def test_no_file_names_a_folder_of_a_machine():
    for file in FOLDER.iterdir():
        if file.suffix in {".yml", ".csv", ".jsonl"}:
            text = re.sub(r"https?://\S+", "", file.read_text(encoding="utf-8"))
            assert not re.search(r"(^|[\s\"'=])(/(home|root|tmp|mnt|work|Users)/|[A-Z]:\\)", text), file.name
