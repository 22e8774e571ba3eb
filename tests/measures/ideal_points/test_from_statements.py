"""Statements of votes and roll calls as the frame the rules take."""

from datetime import date

from detente.measures.ideal_points import votes_from_statements
from tests.measures.frames import frame, said


def test_votes_are_joined_to_what_was_voted_on():
    day = date(1990, 12, 4)
    statements = frame(
        said("vote", "rcid=7 state=365", source="un_votes", object="7", source_actors=["SUN"], value=3.0,
             start=day, end=day, attributes={"session": 45}),
        said("vote", "rcid=8 state=365", source="un_votes", object="8", source_actors=["RUS"], value=8.0,
             start=day, end=day, attributes={"session": 47}),
        said("roll_call", "rcid=7", source="un_votes", object="7",
             attributes={"session": 45, "para": True, "amend": False}),
        said("visit", "x", year=1990),
    )  # fmt: skip
    assert votes_from_statements(statements).sort("rcid").rows(named=True) == [
        {"state": "SUN", "lineage": "365", "rcid": 7, "session": 45, "vote": 3, "date": day, "para": True,
         "amend": False},
        {"state": "RUS", "lineage": "365", "rcid": 8, "session": 47, "vote": 8, "date": day, "para": None,
         "amend": None},
    ]  # fmt: skip
