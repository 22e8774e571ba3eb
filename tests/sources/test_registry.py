from datetime import date
from importlib import resources

import pytest

from detente.errors import UsageError
from detente.sources.registry import SOURCES, reader
from detente.sources.source import Reader
from tests.sources.edits import fixture
from tests.sources.fixture_owners import FIXTURE_FILES, owner, published_name


def test_every_source_has_its_own_name_and_a_full_record():
    names = [r.source.name for r in SOURCES]
    assert len(set(names)) == len(names)
    assert {
        "chronology",
        "document_claims",
        "figures",
        "gem_pipelines",
        "un_ideal_points",
        "un_votes",
    } <= set(names)
    for source in (r.source for r in SOURCES):
        assert source.title and source.publisher and source.licence and source.citation and source.unit_of_row
        assert source.formats
        assert date(1800, 1, 1) < source.coverage.start < source.coverage.end


def test_a_reader_is_found_by_name():
    assert reader("un_votes").source.name == "un_votes"


def test_an_unknown_name_gets_the_near_ones():
    with pytest.raises(UsageError, match=r"no source is called 'un_vote'.*Near names: un_votes"):
        reader("un_vote")
    with pytest.raises(UsageError, match="See `detente sources`"):
        reader("zzz")


NAMES = [
    "chronology", "un_votes", "un_ideal_points", "un_agreement", "unsc_vetoes", "cow_trade",
    "cow_trade_national", "imf_trade", "comtrade", "baci", "geodist", "gravity", "wdi", "sipri_arms",
    "cow_alliances", "atop", "dca", "desta", "gptad", "cow_igo", "cow_diplomacy", "us_missions", "diplometrics",
    "visa_rules", "cow_mid", "dyadic_mid", "gml_mid", "mie", "ucdp_acd", "rivalries", "gsdb", "gdelt_events",
    "gdelt_mentions", "gdelt_gkg", "icews", "icews_yearly", "polecat", "gem_pipelines", "gem_lng",
    "aiddata_china", "exercises_russia", "exercises_mme", "visits",
]  # fmt: skip
"""The names that are a contract."""


@pytest.mark.parametrize("name", NAMES)
def test_every_name_of_the_contract_has_a_reader_a_record_and_a_fixture(name):
    assert reader(name).source.name == name
    assert resources.files("detente.sources").joinpath(f"{name}.yml").is_file()
    assert name in {owner(file) for file in FIXTURE_FILES}


TABLES = [file for file in FIXTURE_FILES if isinstance(reader(owner(file)), Reader)]


@pytest.mark.parametrize("file", TABLES)
def test_each_files_silence_is_outside_coverage_no_data_or_a_true_zero(file):
    """By the years and states that the file itself holds, and by whether its publisher lists all there is."""
    coverage = reader(owner(file)).take(fixture(file), published_name(file)).coverage
    assert coverage.start <= coverage.end
    named = sorted(coverage.states) if coverage.states else ["PAK", "RUS"]
    inside = [frozenset({named[0]}), frozenset({named[-1]})]
    early, late = (date(1500, 1, 1), date(1500, 12, 31)), (date(2999, 1, 1), date(2999, 12, 31))
    within = (coverage.start, coverage.end)
    assert coverage.silence_of(inside, *early) == coverage.silence_of(inside, *late) == "outside_coverage"
    complete = (
        coverage.completeness == "complete" and coverage.states != frozenset()
    )  # a file without any state
    assert coverage.silence_of(inside, *within) == ("true_zero" if complete else "no_data")
    if coverage.states is not None:
        assert coverage.silence_of([inside[0], frozenset({"QQQ"})], *within) == "no_data"
