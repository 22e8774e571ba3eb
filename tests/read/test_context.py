"""What a text says of its sentences: headings, the first person, shared names, known people, order in time."""

from __future__ import annotations

from datetime import date

import pytest

from detente.model.reading import Reading
from detente.read import Document, read_document


def events(text: str, published: date | None = date(2024, 6, 5)) -> list[Reading]:
    return [r for r in read_document(Document("x", text, "0"), published=published) if r.kind == "event"]


def coded(text: str) -> set[tuple[str, str, str, str | None]]:
    """(first source, first target or second source, category, status) of each event."""
    return {
        (r.source_actors[0], (r.target_actors or r.source_actors[1:])[0], r.event_type or "", r.status)
        for r in events(text)
    }


CHRONOLOGY = """5 June 2017. Peru severs relations with Kenya.

March 2018: Kenya accuses Peru of spying.

Peru buys tea from Kenya."""


def test_a_date_that_heads_a_paragraph_dates_its_deeds_which_then_happened() -> None:
    severed, accused, bought = events(CHRONOLOGY)
    assert (severed.status, severed.date and severed.date.start) == ("occurred", date(2017, 6, 5))
    assert (accused.status, accused.date and accused.date.start) == ("occurred", date(2018, 3, 1))
    assert (bought.status, bought.date) == ("ongoing", None)


def test_a_date_at_the_head_of_a_sentence_is_no_heading() -> None:
    first, second = events("In 2017 Peru invaded Kenya. Peru condemned Kenya.")
    assert first.date is not None
    assert second.date is None


EDITORIAL = """Kenyan gunboats entered our waters in May. Kenya seized three of our boats. Kenya had warned us before.
Our embassy in Nairobi delivered a note to Kenya. Peru is patient. Peru is not weak."""


def test_we_are_the_state_whose_embassy_and_waters_are_ours() -> None:
    assert ("KEN", "PER", "COERCE", "occurred") in coded(EDITORIAL)


@pytest.mark.parametrize(
    "text",
    [
        "Kenya and Peru met. We saw it. Kenya told us that Peru had lied. Our view is that Kenya is right.",
        'Kenya warned Peru. "Kenya entered our waters," said Peru. "Kenya seized our boats," Peru said.',
    ],
)
def test_without_a_state_of_its_own_or_in_quotes_we_are_nobody(text: str) -> None:
    assert all({*r.source_actors, *r.target_actors} <= {"KEN", "PER"} for r in events(text))
    assert not any(r.quote.exact.lower().startswith(("we ", "our ")) for r in events(text))


def test_congo_is_the_one_that_other_words_of_the_text_tell_apart() -> None:
    assert ("RWA", "COD", "ASSAULT", "occurred") in coded("Rwanda invaded Congo. Fighting raged around Goma.")
    assert ("RWA", "COG", "ASSAULT", "occurred") in coded("Rwanda invaded Congo. Brazzaville was taken.")
    assert ("RWA", "COG", "ASSAULT", "occurred") in coded("Rwanda invaded Congo.")


def test_a_head_of_state_is_known_by_a_surname_that_stands_alone() -> None:
    assert ("FRA", "RUS", "ACCUSE", "occurred") in coded("Macron condemned Russia.")
    assert coded("Ana Macron condemned Russia.") == set()
    assert ("CHN", "RUS", "CONSULT", "occurred") in coded("Xi Jinping received Putin in Beijing.")


def test_what_was_done_before_keeps_its_date_to_itself() -> None:
    (refused,) = events("Having annexed the islands in 1974, Kenya refused to talk to Peru.")
    assert refused.date is None
    signed, bought = events("After signing a treaty with Peru in 1990, Kenya bought Peruvian tanks in 1995.")
    assert signed.date is not None and signed.date.start.year == 1990
    assert bought.date is not None and bought.date.start.year == 1995


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Peru's president flew to Nairobi to sign a treaty with Kenya.",
            ("PER", "KEN", "SUPPORT", "occurred"),
        ),
        (
            "Lawmakers in Peru drafted a bill that would ban Kenyan imports.",
            ("PER", "KEN", "THREATEN", "proposed"),
        ),
        ("Peru stopped short of condemning Kenya.", ("PER", "KEN", "ACCUSE", "negated")),
        ("Without recognising Kenya, Peru left.", ("PER", "KEN", "SUPPORT", "negated")),
        ("Peru did not allow Kenyan aircraft to land.", ("PER", "KEN", "REJECT", "occurred")),
        ("Peru still refuses to lift the ban on Kenya.", ("PER", "KEN", "REJECT", "occurred")),
        ("Peru's refusal to extradite the general angered Kenya.", ("PER", "KEN", "REJECT", "occurred")),
        ("Peru said they will release two Kenyan sailors.", ("PER", "KEN", "AGREE", "planned")),
        ("Peru's parliament voted to suspend a treaty with Kenya.", ("PER", "KEN", "SANCTION", "occurred")),
        ("Peru sent soldiers to the United Nations mission in Kenya.", ("PER", "KEN", "AID", "occurred")),
        ("Kenya has been given 40 tanks by Peru.", ("PER", "KEN", "AID", "occurred")),
        ("Kenya's ambassador to Peru was summoned.", ("PER", "KEN", "ACCUSE", "occurred")),
        ("Peru ordered attacks on Kenya.", ("PER", "KEN", "ASSAULT", "occurred")),
    ],
)
def test_what_stands_around_a_deed(text: str, expected: tuple[str, str, str, str]) -> None:
    assert expected in coded(text)


def test_who_acts_together_with_another() -> None:
    (accused,) = events("Peru, together with Chile, condemned Kenya.")
    assert {*accused.source_actors} == {"PER", "CHL"}


def test_people_killed_in_a_crash_are_killed_by_nobody() -> None:
    assert coded("Peruvians were killed by the Kenya Airways flight crash.") == set()


COMMUNIQUE = """Joint Communiqué of the Republic of Kenya and the Republic of Peru

Lima, 14 March 2024

The President of Kenya visited Peru on 13 and 14 March 2024. The Ministers of Trade of Kenya and Peru
signed a memorandum. Kenya and Peru condemned the tests. Peru had lent Kenya ten buses.
Kenya thanked Peru. Peru praised Kenya."""


def test_what_a_communique_tells_was_done_on_the_days_of_the_meeting() -> None:
    dates = {r.quote.exact[:30]: r.date for r in events(COMMUNIQUE)}
    signed = next(d for words, d in dates.items() if words.startswith("The Ministers of Trade"))
    lent = next(d for words, d in dates.items() if words.startswith("Peru had lent"))
    assert signed is not None
    assert (signed.start, signed.end) == (date(2024, 3, 13), date(2024, 3, 14))
    assert lent is None


def test_without_such_a_title_nothing_is_dated_by_its_opening() -> None:
    told = events(COMMUNIQUE.replace("Joint Communiqué of", "A note on"))
    assert all(r.date is None for r in told if r.quote.exact.startswith("The Ministers of Trade"))


def test_a_short_opening_line_with_a_date_heads_its_paragraph() -> None:
    (bought,) = events("2019, all year. Peru buys tea from Kenya.")
    assert bought.date is not None
    assert (bought.date.start, bought.status) == (date(2019, 1, 1), "occurred")


def test_what_was_before_does_not_take_the_date_of_what_it_is_before() -> None:
    told = events("Peru accused Kenya on Monday of lying, less than a month after they signed a pact.")
    signed = [r for r in told if r.event_type == "SUPPORT"]
    assert [r.date for r in signed] == [None]


def test_a_date_right_before_its_own_subject_is_the_deeds() -> None:
    told = events("Embassies opened on 20 July 2015, and in March 2016 Peru invaded Kenya.")
    assert [r.date and r.date.start for r in told if r.event_type == "ASSAULT"] == [date(2016, 3, 1)]


@pytest.mark.parametrize("words", ["is flying to Chile on Friday", "travels to Chile on Friday for talks"])
def test_a_journey_told_in_the_present_with_a_weekday_is_still_to_come(words: str) -> None:
    (flight,) = events(f"Peru's president {words}.")  # published on a Wednesday
    assert (flight.event_type, flight.status, flight.date and flight.date.start) == (
        "AGREE", "planned", date(2024, 6, 7),
    )  # fmt: skip


def test_a_weekday_on_which_something_was_said_is_past() -> None:
    (flight,) = events("Peru's president said on Friday he is flying to Chile.")
    assert flight.date is None or flight.date.start == date(2024, 5, 31)
    assert flight.status == "ongoing"


def test_what_somebody_is_accused_of_is_not_done_by_the_accuser() -> None:
    (charge,) = events("Kenya accused Peru of firing rockets.")
    assert (charge.event_type, charge.source_actors, charge.target_actors) == ("ACCUSE", ("KEN",), ("PER",))
