"""The data rules on the real votes give the published number of votes of every state and session."""

import gzip

import polars as pl
import pytest

from detente.measures.ideal_points.from_statements import votes_from_statements
from detente.measures.ideal_points.rules import apply_rules
from detente.sources import un_ideal_points, un_votes

pytestmark = pytest.mark.shared


def test_number_of_votes_in_all_rows(shared):
    """States by Correlates of War number: within sessions 57 and 60 one of them changes its name.

    Germany's votes of session 45 came after unification, and are published under the Federal Republic's number.
    """
    folder = shared / "unvotes"
    parts = [
        un_votes.take(gzip.decompress((folder / "un_votes_1946_2020.csv.gz").read_bytes()), "un_votes.csv"),
        un_votes.take((folder / "roll_calls.csv").read_bytes(), "roll_calls.csv"),
    ]
    votes = votes_from_statements(pl.concat([part.statements for part in parts]))
    ruled = apply_rules(votes, pl.read_csv(shared / "ideal_points" / "Matches.csv"))
    ours = ruled.votes.group_by("lineage", "session").agg(n=pl.len().cast(pl.Int64))

    name = "IdealpointestimatesAll_Apr2020.csv"
    points = un_ideal_points.take((shared / "ideal_points" / name).read_bytes(), name).statements
    number = pl.col("key").str.extract(r"ccode=(\d+)")
    united = (number == "260") & pl.col("key").str.contains("session=45 ")
    published = points.select(
        lineage=pl.when(united).then(pl.lit("255")).otherwise(number),
        session=pl.col("attributes").str.json_path_match("$.session").cast(pl.Int64),
        n=pl.col("attributes").str.json_path_match("$.n_votes").cast(pl.Int64),
    )
    order = ["lineage", "session"]
    assert published.height == 10469
    assert ours.sort(order).equals(published.sort(order))
    assert (ruled.votes.height, ruled.votes["item"].n_unique()) == (797_473, 4_784)
