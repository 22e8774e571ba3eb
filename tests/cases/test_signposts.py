"""Every variant of every driver has a signpost with a threshold, a source and a past."""

from __future__ import annotations

from tests.cases.packaged import packaged_case

SOURCE_NAMES = {
    "chronology", "un_votes", "un_ideal_points", "unsc_vetoes", "cow_trade", "imf_trade", "comtrade", "sipri_arms",
    "gsdb", "gem_pipelines", "exercises_russia", "exercises_mme", "visits",
}  # fmt: skip
FIELDS = {"variant", "observable", "threshold", "source", "past", "evidence"}


def test_every_variant_has_one_or_two():
    case = packaged_case()
    variants = [
        f"{driver['id']}/{variant['id']}"
        for driver in case.files["scenarios.yml"]["drivers"]
        for variant in driver["variants"]
    ]
    watched = [sign["variant"] for sign in case.files["signposts.yml"]]
    assert set(watched) == set(variants)
    assert all(1 <= watched.count(variant) <= 2 for variant in variants)


def test_each_is_complete_and_backed():
    for sign in packaged_case().files["signposts.yml"]:
        assert set(sign) - {"rule"} == FIELDS
        assert all(sign[field] for field in FIELDS)
        assert sign["source"] in SOURCE_NAMES
        assert sign["past"].endswith(".")
