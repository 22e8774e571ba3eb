from datetime import date

import pytest

from detente.errors import UsageError
from detente.sources.registry import SOURCES, reader


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
