"""Judgements: computed ids, known subjects, one event told once, verdicts with reasons."""

from __future__ import annotations

import json
from itertools import pairwise

from detente.study.ingest import parse_judgements
from tests.cases.packaged import FOLDER, packaged_case

VERDICTS = {"supported", "consistent", "in_tension", "contradicted"}


def kind(name: str) -> list[dict]:
    return [j for j in packaged_case().judgements if j["kind"] == name]


def test_ids_are_those_of_the_fields():
    path = FOLDER / "judgements.jsonl"
    read = list(parse_judgements(path.read_text(encoding="utf-8").splitlines(), path.name))
    given = [j["judgement_id"] for j in packaged_case().judgements]
    assert [j.judgement_id for j in read] == given
    assert len(set(given)) == len(given)


def test_every_reason_is_a_sentence_signed_and_dated():
    for j in packaged_case().judgements:
        assert len(j["reason"].split()) >= 6 and j["reason"].endswith("."), j["reason"]
        assert j["made_by"] == "case authors" and j["made_on"] == "2026-11-24"
        assert len(set(j["subjects"])) == len(j["subjects"]) >= 2


def test_verdicts_set_one_claim_against_records():
    case, judged = packaged_case(), []
    for j in kind("bears_on"):
        assert j["value"] in VERDICTS
        claim, *evidence = case.rows(j["subjects"])
        assert claim["source"] == "document_claims"
        assert all(row["source"] != "document_claims" for row in evidence)
        judged.append(claim["statement_id"])
    assert len(judged) == len(set(judged)) >= 16


def test_a_verdict_of_support_never_rests_on_low_rows_alone():
    case = packaged_case()
    for j in kind("bears_on"):
        if j["value"] in {"supported", "contradicted"}:
            assert any(row["standing"] != "low" for row in case.rows(j["subjects"][1:])), j["reason"]


def test_an_event_stands_in_one_group_and_its_rows_lie_close():
    case, seen = packaged_case(), set()
    for j in kind("same_event"):
        rows = sorted(case.rows(j["subjects"]), key=lambda row: row["start"])
        assert {row["property"] for row in rows} == {"event"}
        assert not seen & set(j["subjects"])
        seen |= set(j["subjects"])
        assert len({row["realm"] for row in rows}) <= 2
        gaps = [(b["start"] - a["end"]).days for a, b in pairwise(rows)]
        assert all(gap <= 400 for gap in gaps), json.dumps(j)


def test_what_is_held_apart_is_not_also_joined():
    together = [set(j["subjects"]) for j in kind("same_event")]
    for j in kind("different_event"):
        assert not any(len(group & set(j["subjects"])) > 1 for group in together)
        assert {row["property"] for row in packaged_case().rows(j["subjects"])} == {"event"}
