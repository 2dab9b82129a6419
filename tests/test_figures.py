"""Numbers of people: how many, what became of them, and which are part of which."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from summarizer.figures import Amount, FigureMention, find_figures, parse_amount

Bounds = tuple[int | None, int | None, int | None, str]
Row = tuple[str, str, str | None, int | None]

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


def rows(text: str) -> list[Row]:
    """What a text yields, as (words, measure, group, whole)."""
    return [(f.text, f.measure, f.group, f.subset_of) for f in find_figures(text)]


FIGURES: list[tuple[str, list[Row]]] = [
    ("The blast killed nine people.", [("nine people", "killed", "people", None)]),
    ("Nine people were killed.", [("Nine people", "killed", "people", None)]),
    ("At least nine have been killed.", [("At least nine", "killed", None, None)]),
    ("Nine dead after blast in Anderby", [("Nine", "killed", None, None)]),
    ("NINE PEOPLE KILLED IN BLAST", [("NINE PEOPLE", "killed", "PEOPLE", None)]),
    ("Two villagers killed by flood", [("Two villagers", "killed", "villagers", None)]),
    (
        "The storm left 12 dead and 30 wounded.",
        [("12", "killed", None, None), ("30", "wounded", None, None)],
    ),
    ("A bus overturned, killing at least 3.", [("at least 3", "killed", None, None)]),
    ("We mourn the deaths of two soldiers.", [("two soldiers", "killed", "soldiers", None)]),
    ("The death toll rose to 17.", [("17", "killed", None, None)]),
    ("That raised the toll from 12 to 17.", [("17", "killed", None, None)]),
    ("Officials put the death toll at 45.", [("45", "killed", None, None)]),
    ("The landslide claimed 12 lives.", [("12 lives", "killed", None, None)]),
    ("Some 40 lives were lost.", [("Some 40 lives", "killed", None, None)]),
    ("Crews found six bodies.", [("six bodies", "killed", None, None)]),
    ("There were 17 deaths.", [("17 deaths", "killed", None, None)]),
    ("Two people were shot dead.", [("Two people", "killed", "people", None)]),
    ("He shot dead two guards.", [("two guards", "killed", "guards", None)]),
    ("Police said 12 had died.", [("12", "killed", None, None)]),
    ("All 12 crew members died.", [("All 12 crew members", "killed", "crew members", None)]),
    ("Up to 30 miners are feared dead.", [("Up to 30 miners", "killed", "miners", None)]),
    ("Dozens lost their lives.", [("Dozens", "killed", None, None)]),
    ("A teacher was killed.", [("A teacher", "killed", "teacher", None)]),
    ("One of the leaders was killed.", [("One of the leaders", "killed", "leaders", None)]),
    (
        "Nine people in the village of Anderby were killed.",
        [("Nine people", "killed", "people", None)],
    ),
    (
        "12 people, including four children, were killed.",
        [("12 people", "killed", "people", None), ("four children", "killed", "children", 0)],
    ),
    (
        "The raid killed nine people, four of them children.",
        [
            ("nine people", "killed", "people", None),
            ("four of them children", "killed", "children", 0),
        ],
    ),
    (
        "Three hikers, two of them women, died.",
        [("Three hikers", "killed", "hikers", None), ("two of them women", "killed", "women", 0)],
    ),
    (
        "12 (including 3 children) were killed",
        [("12", "killed", None, None), ("3 children", "killed", "children", 0)],
    ),
    (
        "The fire killed nine, among them two nurses and a doctor.",
        [
            ("nine", "killed", None, None),
            ("two nurses", "killed", "nurses", 0),
            ("a doctor", "killed", "doctor", 0),
        ],
    ),
    (
        "Police arrested 40 people, of whom 12 were students.",
        [("40 people", "detained", "people", None), ("12", "detained", None, 0)],
    ),
    (
        "Nine people were killed. Four of them were children.",
        [
            ("Nine people", "killed", "people", None),
            ("Four of them were children", "killed", "children", 0),
        ],
    ),
    (
        "Nine people were killed. Four of the dead were children.",
        [("Nine people", "killed", "people", None), ("Four of the dead", "killed", None, 0)],
    ),
    (
        "Nine were killed and 12 others, including three guards, were wounded.",
        [
            ("Nine", "killed", None, None),
            ("12 others", "wounded", "others", None),
            ("three guards", "wounded", "guards", 1),
        ],
    ),
    (
        "12 people were abducted, three of whom were killed.",
        [("12 people", "abducted", "people", None), ("three of whom", "killed", None, None)],
    ),
    ("No one was hurt.", [("No one", "wounded", None, None)]),
    ("Nobody was injured.", [("Nobody", "wounded", None, None)]),
    ("No injuries were reported.", [("No injuries", "wounded", None, None)]),
    (
        "There were no casualties.",
        [("no casualties", "killed", None, None), ("no casualties", "wounded", None, None)],
    ),
    (
        "No one was killed or injured.",
        [("No one", "killed", None, None), ("No one", "wounded", None, None)],
    ),
    ("Thirty people were killed or wounded.", [("Thirty people", "other", "people", None)]),
    ("The quake killed or injured 900 people.", [("900 people", "other", "people", None)]),
    ("Six others were wounded.", [("Six others", "wounded", "others", None)]),
    (
        "Troops killed 3 and wounded 12.",
        [("3", "killed", None, None), ("12", "wounded", None, None)],
    ),
    (
        "The shell killed two and five others were hurt.",
        [("two", "killed", None, None), ("five others", "wounded", "others", None)],
    ),
    (
        "The crash killed 12 people and injured another 20.",
        [("12 people", "killed", "people", None), ("another 20", "wounded", None, None)],
    ),
    (
        "One person was killed and another was injured.",
        [("One person", "killed", "person", None), ("another", "wounded", None, None)],
    ),
    (
        "The army killed a nurse, two drivers and three farmers.",
        [
            ("a nurse", "killed", "nurse", None),
            ("two drivers", "killed", "drivers", None),
            ("three farmers", "killed", "farmers", None),
        ],
    ),
    (
        "Two soldiers and three civilians were killed.",
        [
            ("Two soldiers", "killed", "soldiers", None),
            ("three civilians", "killed", "civilians", None),
        ],
    ),
    (
        "12 people were abducted and later killed.",
        [("12 people", "abducted", "people", None), ("12 people", "killed", "people", None)],
    ),
    (
        "Two wounded sailors were flown out.",
        [("Two wounded sailors", "wounded", "wounded sailors", None)],
    ),
    ("12 miners are still missing.", [("12 miners", "missing", "miners", None)]),
    ("One is unaccounted for.", [("One", "missing", None, None)]),
    ("Police arrested 12 men on 12 May.", [("12 men", "detained", "men", None)]),
    ("Police are holding six suspects.", [("six suspects", "detained", "suspects", None)]),
    ("Forty were taken into custody.", [("Forty", "detained", None, None)]),
    ("Three men remain in custody.", [("Three men", "detained", "men", None)]),
    ("Men kidnapped three aid workers.", [("three aid workers", "abducted", "aid workers", None)]),
    ("Rebels took 12 tourists hostage.", [("12 tourists", "abducted", "tourists", None)]),
    ("Rebels are holding 12 hostages.", [("12 hostages", "abducted", "hostages", None)]),
    (
        "Some 5,000 people were forced from their homes.",
        [("Some 5,000 people", "displaced", "people", None)],
    ),
    ("Fighting forced 3,000 people to flee.", [("3,000 people", "displaced", "people", None)]),
    (
        "More than 900 residents fled.",
        [("More than 900 residents", "displaced", "residents", None)],
    ),
    ("The flood displaced 1.2 million.", [("1.2 million", "displaced", None, None)]),
    ("It left 40,000 people homeless.", [("40,000 people", "displaced", "people", None)]),
    ("Hundreds were evacuated.", [("Hundreds", "displaced", None, None)]),
    ("Tens of thousands rallied.", [("Tens of thousands", "participants", None, None)]),
    (
        "A crowd of about 2,000 people filled the square.",
        [("about 2,000 people", "participants", "people", None)],
    ),
    (
        "About 500 protesters blocked the road.",
        [("About 500 protesters", "participants", "protesters", None)],
    ),
    ("The rally drew 700 people.", [("700 people", "participants", "people", None)]),
]


@pytest.mark.parametrize(("text", "expected"), FIGURES)
def test_figures_are_found_with_measure_group_and_whole(text: str, expected: list[Row]) -> None:
    """A sentence yields its numbers of people, each with what became of them."""
    assert rows(text) == expected


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
]


@pytest.mark.parametrize("text", NOT_FIGURES)
def test_numbers_of_other_things_are_no_figures(text: str) -> None:
    """Dates, ages, money, shares, scores and things are not people affected."""
    assert rows(text) == []


def test_who_kills_is_not_counted_among_the_killed() -> None:
    """The subject of an active verb is not its object."""
    assert rows("Two gunmen killed nine people.") == [("nine people", "killed", "people", None)]


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
    assert rows("Officials said nine\npeople were\nkilled.")[0][:2] == ("nine\npeople", "killed")


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
            assert figure.subset_of < index
            assert figures[figure.subset_of].measure == figure.measure


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
