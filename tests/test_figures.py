"""Numbers of people: how many, what became of them, and which are part of which."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from summarizer.figures import (
    Amount,
    FigureMention,
    find_figures,
    parse_amount,
    read_outcome,
)

Bounds = tuple[int | None, int | None, int | None, str]

UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def spell(number: int, *, joint: str = " and ", hyphen: str = "-") -> str:
    """Write a number below one million in English words."""
    if number < 20:
        return UNITS[number]
    if number < 100:
        rest = hyphen + UNITS[number % 10] if number % 10 else ""
        return TENS[number // 10 - 2] + rest
    size, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    head, tail = divmod(number, size)
    words = f"{spell(head, joint=joint, hyphen=hyphen)} {name}"
    if not tail:
        return words
    link = joint if tail < 100 else " "
    return words + link + spell(tail, joint=joint, hyphen=hyphen)


@given(
    number=st.integers(0, 999_999),
    joint=st.sampled_from([" and ", " "]),
    hyphen=st.sampled_from(["-", " ", "‑"]),
)
@example(number=100_000, joint=" and ", hyphen="-")
@example(number=999_999, joint=" and ", hyphen=" ")
def test_a_spelled_number_comes_back(number: int, joint: str, hyphen: str) -> None:
    """Every number below a million is read back from its words."""
    words = spell(number, joint=joint, hyphen=hyphen)
    assert parse_amount(words) == Amount(number, number, number, "exact")


@given(number=st.integers(0, 10**11))
def test_digits_come_back_however_they_are_grouped(number: int) -> None:
    """Commas and thin spaces between groups of three do not change a number."""
    grouped = f"{number:,}"
    exact = Amount(number, number, number, "exact")
    assert parse_amount(str(number)) == exact
    assert parse_amount(grouped) == exact
    assert parse_amount(grouped.replace(",", "\u2009")) == exact


AMOUNTS: list[tuple[str, Bounds | None]] = [
    ("nine", (9, 9, 9, "exact")),
    ("NINE PEOPLE", (9, 9, 9, "exact")),
    ("nine people, including four children", (9, 9, 9, "exact")),
    ("at least 12 soldiers", (12, 12, None, "at_least")),
    ("more than 1,200", (1200, 1200, None, "at_least")),
    ("over 300 families", (300, 300, None, "at_least")),
    ("no fewer than seven", (7, 7, None, "at_least")),
    ("12 or more", (12, 12, None, "at_least")),
    ("40+ people", (40, 40, None, "at_least")),
    ("at least another 12", (12, 12, None, "at_least")),
    ("up to 30", (None, None, 30, "at_most")),
    ("as many as 30 miners", (None, None, 30, "at_most")),
    ("no more than ten", (None, None, 10, "at_most")),
    ("fewer than 50", (None, None, 50, "at_most")),
    ("about 200", (None, 200, None, "about")),
    ("some 200 people", (None, 200, None, "about")),
    ("nearly 200", (None, 200, None, "about")),
    ("an estimated 6,000", (None, 6000, None, "about")),
    ("200 or so", (None, 200, None, "about")),
    ("a couple of hikers", (None, 2, None, "about")),
    ("between 10 and 15", (10, None, 15, "about")),
    ("10-15", (10, None, 15, "about")),
    ("10–15 people", (10, None, 15, "about")),
    ("10 to 15", (10, None, 15, "about")),
    ("two or three", (2, None, 3, "about")),
    ("dozens", (24, None, None, "vague")),
    ("hundreds of people", (200, None, None, "vague")),
    ("scores of villagers", (40, None, None, "vague")),
    ("thousands", (2000, None, None, "vague")),
    ("tens of thousands of people", (20_000, None, None, "vague")),
    ("hundreds of thousands", (200_000, None, None, "vague")),
    ("several", (3, None, None, "vague")),
    ("a few", (3, None, None, "vague")),
    ("several hundred", (300, None, None, "vague")),
    ("up to several hundred", (None, None, None, "vague")),
    ("a dozen", (12, 12, 12, "exact")),
    ("two dozen", (24, 24, 24, "exact")),
    ("more than a dozen", (12, 12, None, "at_least")),
    ("half a dozen", (6, 6, 6, "exact")),
    ("no", (0, 0, 0, "exact")),
    ("none", (0, 0, 0, "exact")),
    ("no one", (0, 0, 0, "exact")),
    ("no casualties", (0, 0, 0, "exact")),
    ("a police officer", (1, 1, 1, "exact")),
    ("an aid worker", (1, 1, 1, "exact")),
    ("one", (1, 1, 1, "exact")),
    ("1.2 million", (1_200_000, 1_200_000, 1_200_000, "exact")),
    ("3.5m people", (3_500_000, 3_500_000, 3_500_000, "exact")),
    ("half a million", (500_000, 500_000, 500_000, "exact")),
    ("one and a half million", (1_500_000, 1_500_000, 1_500_000, "exact")),
    ("12,000", (12_000, 12_000, 12_000, "exact")),
    ("12 000", (12_000, 12_000, 12_000, "exact")),
    ("12.000", (12_000, 12_000, 12_000, "exact")),
    ("twenty-one", (21, 21, 21, "exact")),
    ("a hundred and five", (105, 105, 105, "exact")),
    ("a total of 17", (17, 17, 17, "exact")),
    ("a death toll of 17", (17, 17, 17, "exact")),
    ("two to three hundred", (200, None, 300, "about")),
    ("15 to 20 thousand people", (15_000, None, 20_000, "about")),
    ("12 or 13 fighters", (12, None, 13, "about")),
    ("from 12", (12, 12, 12, "exact")),
    ("all but one of the 12 passengers", (11, 11, 11, "exact")),
    ("all but two of its 30 crew", (28, 28, 28, "exact")),
    ("all but two", None),
    ("1,400-plus guests", (1400, 1400, None, "at_least")),
    ("30-odd guests", (None, 30, None, "about")),
    ("twenty-odd guests", (None, 20, None, "about")),
    ("a 5,000-strong crowd", (5000, 5000, 5000, "exact")),
    ("above 100", (100, 100, None, "at_least")),
    ("tops 200", (200, 200, None, "at_least")),
    ("slightly more than 40", (40, 40, None, "at_least")),
    ("a little under 40", (None, None, 40, "at_most")),
    ("somewhere around 60", (None, 60, None, "about")),
    ("20 or fewer", (None, None, 20, "at_most")),
    ("20 or thereabouts", (None, 20, None, "about")),
    ("a mere six", (6, 6, 6, "exact")),
    ("roughly 12,500 people", (None, 12_500, None, "about")),
    ("virtually 90", (None, 90, None, "about")),
    ("a pair of sisters", (2, 2, 2, "exact")),
    ("a handful", (3, None, None, "vague")),
    ("the first few victims", (3, None, None, "vague")),
    ("few", None),
    ("several thousand", (3000, None, None, "vague")),
    ("scores more", (40, None, None, "vague")),
    ("none of them", (0, 0, 0, "exact")),
    ("one of the three raiders", (1, 1, 1, "exact")),
    ("2 lakh people", (200_000, 200_000, 200_000, "exact")),
    ("an estimated 1.5 million", (None, 1_500_000, None, "about")),
    ("no fewer than a dozen", (12, 12, None, "at_least")),
    ("soldiers", None),
    ("", None),
    ("5pm", None),
    ("1.25", None),
    ("9" * 5000, None),
]


@pytest.mark.parametrize(("text", "bounds"), AMOUNTS)
def test_amounts_are_read_with_their_bounds(text: str, bounds: Bounds | None) -> None:
    """A phrase gives the bounds and the hedge its words give, or nothing."""
    amount = parse_amount(text)
    found = amount and (amount.low, amount.best, amount.high, amount.qualifier)
    assert found == bounds


NOT_FIGURES = [
    "A bomb killed the minister.",
    "Two rockets hit the town.",
    "The blast destroyed 12 homes.",
    "The men, aged 12 and 14, were hurt.",
    "He was killed two years ago.",
    "The driver was killed on 12 May 2020.",
    "The storm of 2011 killed and maimed.",
    "She was injured at 5pm.",
    "They held two meetings.",
    "The fine was $12 million.",
    "The strike cost 30 percent of output.",
    "Two gunmen fled the scene.",
    "There were no reports of injuries.",
    "The statement made no mention of why he was arrested.",
    "Nearly 1 in 100 adults is behind bars.",
    "The fair opens on 10 March.",
    "The 7-magnitude quake struck at 9:30.",
    "Three ministers gathered for talks.",
    "They won 2-1.",
    "The city has 12,000 people.",
    "No group has claimed the attack.",
    "A 34-year-old was hurt.",
    "Mr Dane, 34, was wounded.",
    "The guard, Ole Dane, 63, died on Sunday.",
    "Brothers aged 9 and 11 were hurt.",
    "A father of four was thanked for the arrest.",
    "The 3rd battalion was hurt by desertions.",
    "An F-16 was lost; its pilot is missing.",
    "Flight 370 is missing.",
    "A Boeing 737 vanished over the sea.",
    "Article 5 was killed in committee.",
    "The G7 protested.",
    "The September 11 attacks hurt trade.",
    "In March 2014 the hostages were freed.",
    "The envoy who vanished in May 2013 is missing.",
    "Her 2014 death was never explained.",
    "The shop at 14 Mill Street was evacuated.",
    "The bill died by 48 votes to 32.",
    "The motion was killed 48-32.",
    "The bomb fell 12 miles from where she was killed.",
    "Some 40 percent of the victims were women.",
    "The number 10 bus was evacuated.",
    "One said that he had seen the dead.",
    "One of the killed was named Dane.",
    "One of the dead was buried on Friday.",
    "The only survivor was flown to Halden.",
    "There were no immediate reports of casualties.",
    "All but two died.",
    "Few died in their beds.",
    "The envoy made an official protest.",
    "They evacuated all nine settlements.",
    "The dam endangered the lives of thousands.",
    "Two couriers who were passing the building placed a parcel and fled.",
    "Football has two governing bodies.",
    "Hunters found 300 dead geese.",
    "She no longer protests.",
    "No one knows who killed him.",
    "He holds an official rank and was hurt by the delay.",
    "The ship displaces 20,000 tonnes.",
    "The film drew 20 million views.",
    "A crew of 90 filmed the march.",
    "He killed time for two hours.",
    "The court jailed him for 12 years.",
    "The army lost three tanks and five guns.",
    "Shares were hurt; 12 of them fell.",
    "The storm hit at 0530, and power died.",
]


@pytest.mark.parametrize("text", NOT_FIGURES)
def test_numbers_of_other_things_are_no_figures(text: str) -> None:
    """Dates, ages, money, shares, scores and things are not people affected."""
    assert find_figures(text) == []


def test_who_kills_is_not_counted_among_the_killed() -> None:
    """The subject of an active verb is not its object."""
    (only,) = find_figures("Two gunmen killed nine people.")
    assert only.text == "nine people"


def test_a_figure_says_which_words_give_its_measure() -> None:
    """The cue of a part is the cue of its whole."""
    text = "The raid killed nine people, four of them children."
    assert {text[f.cue_start : f.cue_end] for f in find_figures(text)} == {"killed"}


def test_only_the_given_range_is_read() -> None:
    """Offsets count in the whole text, and words outside the range yield nothing."""
    text = "Nine died. Three women were hurt. Two fled."
    (only,) = find_figures(text, 11, 33)
    assert (only.text, text[only.start : only.end]) == ("Three women", "Three women")


def test_a_wrapped_line_does_not_part_a_number_from_its_verb() -> None:
    """A single line break inside a sentence is white space."""
    (only,) = find_figures("Officials said nine\npeople were\nkilled.")
    assert (only.text, only.measure) == ("nine\npeople", "killed")


WORDS = st.sampled_from(
    "killed wounded nine 12 12,000 dozens of them whom including , . ( ) - – people children were "
    "and or a no one at least up to between the dead toll rose from million hundred half $ % May "
    "\n \n\n missing rallied 1.2 9999999999999 \ud800 \0 e\u0301 \u202e ٣ ² another others".split(
        " "
    )
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join))


def check(text: str, figures: list[FigureMention]) -> None:
    """Spans are verbatim, bounds in order, and a whole comes before its part."""
    for index, figure in enumerate(figures):
        bounds = (figure.amount.low, figure.amount.best, figure.amount.high)
        given_bounds = [bound for bound in bounds if bound is not None]
        assert text[figure.start : figure.end] == figure.text != ""
        assert 0 <= figure.cue_start < figure.cue_end <= len(text)
        assert given_bounds == sorted(given_bounds)
        if figure.group_span is not None:
            first, last = figure.group_span
            assert figure.start <= first < last <= figure.end
            assert text[first:last] == figure.group
        if figure.subset_of is not None:
            assert figure.subset_of < index or figure.update in {"increment", "superseded"}
            assert figures[figure.subset_of].measure == figure.measure
            assert figures[figure.subset_of].update in {None, "total"}


@settings(max_examples=300)
@given(text=TEXTS)
def test_any_text_yields_only_sound_figures(text: str) -> None:
    """No text makes the reader fail, and what it finds stands in the text."""
    check(text, find_figures(text))
    parse_amount(text)


@given(text=TEXTS, start=st.integers(0, 60), length=st.integers(0, 60))
def test_any_range_yields_figures_inside_it(text: str, start: int, length: int) -> None:
    """Figures never reach outside the range that was asked for."""
    for figure in find_figures(text, start, start + length):
        assert start <= figure.start < figure.end <= start + length


@given(text=TEXTS)
def test_the_words_of_a_figure_give_its_amount(text: str) -> None:
    """What was counted can be read again from the words handed out."""
    for figure in find_figures(text):
        assert parse_amount(figure.text) == figure.amount


def climb(figures: list[FigureMention], index: int) -> list[int]:
    """The figure, its whole, the whole of that, up to the top or to the first one met again."""
    path = [index]
    while (whole := figures[path[-1]].subset_of) is not None and whole not in path:
        path.append(whole)
    return path


@given(text=TEXTS)
def test_parts_never_run_in_a_circle(text: str) -> None:
    """From any part the way up ends at a figure that is part of nothing."""
    figures = find_figures(text)
    for index in range(len(figures)):
        assert figures[climb(figures, index)[-1]].subset_of is None


@pytest.mark.parametrize(
    "unit",
    [
        "nine ",
        "(nine ",
        "nine, four of them, ",
        "killed and ",
        "a ",
        "-",
        "1",
        "1,000",
        "toll to 9 ",
    ],
)
def test_a_long_text_without_end_is_read(unit: str) -> None:
    """A sentence that never ends yields sound figures too."""
    text = unit * (60_000 // len(unit)) + " killed"
    check(text, find_figures(text))


def test_every_sentence_of_a_long_article_is_read() -> None:
    """The number of figures grows with the text."""
    assert len(find_figures("Nine people were killed and 14 hurt. " * 2000)) == 4000


OUTCOMES = [
    ("killed", "killed"),
    ("Dead", "killed"),
    ("FATALITIES", "killed"),
    ("drowned", "killed"),
    ("wounded", "wounded"),
    ("hurting", "wounded"),
    ("injuries", "wounded"),
    ("missing", "missing"),
    ("vanished", "missing"),
    ("arrested", "detained"),
    ("detainees", "detained"),
    ("kidnapped", "abducted"),
    ("hostages", "abducted"),
    ("fled", "displaced"),
    ("homeless", "displaced"),
    ("protesters", "participants"),
    ("rallied", "participants"),
    ("casualties", "other"),
    ("held", None),
    ("seized", None),
    ("talks", None),
    ("", None),
    ("\ud800", None),
]


@pytest.mark.parametrize(("word", "measure"), OUTCOMES)
def test_a_word_stands_for_one_measure_or_none(word: str, measure: str | None) -> None:
    """A word that means one outcome gives it; a word that needs its sentence gives none."""
    assert read_outcome(word) == measure
