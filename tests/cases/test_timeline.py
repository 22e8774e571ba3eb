"""Phases follow each other; disagreements keep all versions."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from tests.cases.packaged import packaged_case


def test_phases_follow_without_gap_from_the_first_day():
    case = packaged_case()
    phases = case.files["phases.yml"]
    assert phases[0]["start"] == case.case["span_start"]
    assert phases[-1]["end"] is None
    for before, after in pairwise(phases):
        assert before["start"] < before["end"]
        assert after["start"] == before["end"] + timedelta(days=1)


def test_landmarks_are_evidence_and_lie_in_their_phase():
    case = packaged_case()
    for phase in case.files["phases.yml"]:
        assert 1 <= len(phase["landmarks"]) <= 3
        assert set(phase["landmarks"]) <= set(phase["evidence"])
        for row in case.rows(phase["landmarks"]):
            assert row["start"] >= phase["start"]
            assert row["start"] <= (phase["end"] or date.max)
            assert row["property"] == "event"


def test_a_phase_is_told_in_two_sentences_at_most_three():
    for phase in packaged_case().files["phases.yml"]:
        assert 1 <= phase["summary"].count(". ") + 1 <= 3
        assert len(phase["title"].split()) <= 4


def test_no_landmark_rests_on_a_row_of_low_standing():
    case = packaged_case()
    for phase in case.files["phases.yml"]:
        assert all(row["standing"] != "low" for row in case.rows(phase["landmarks"])), phase["title"]


def test_disagreements_have_versions_that_share_no_statement():
    case = packaged_case()
    topics = case.files["disagreements.yml"]
    assert len({topic["id"] for topic in topics}) == len(topics) >= 15
    for topic in topics:
        told = [id_ for version in topic["versions"] for id_ in version]
        assert len(topic["versions"]) >= 2 and all(topic["versions"])
        assert len(set(told)) == len(told)
        assert topic["text"].endswith(".")
