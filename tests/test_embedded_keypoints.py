"""The offline engine's sentence choice: which slices of an article become key points."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.engines.embedded.keypoints import MAX_WORDS, choose_key_points
from summarizer.textmap import TextMap
from summarizer_schemas.article import SegmentKind

HEADLINE = "Ferry runs aground off Osterlund in thick fog"
BODY = """\
OSTERLUND (AFP) - A ferry with 212 people aboard ran aground off Osterlund on Monday after its \
captain lost sight of the harbour lights in thick fog.
The coastguard said 14 passengers were treated for cuts and bruises, and nobody was missing.
"I heard a long scrape and then we were all on the floor," said passenger Mira Toll.
Why did the ferry leave at all?
The harbour master said the ferry sailed although a fog warning had been issued an hour before.
The owner of the ferry denied that the captain had been told of the warning.
Divers found a crack four metres long in the hull and said the ferry could not be towed.
Osterlund lives from its fishing fleet and from summer visitors to the island.
The ministry of transport sent two inspectors to question the captain and the crew.
"""
ARTICLE = f"{HEADLINE}\n\n{BODY}AFP"
BULLETS = (
    "A ferry with 212 people aboard ran aground off Osterlund on Monday",
    "The island's mayor asked the government for a second lighthouse",
    "Divers found a crack of four metres in the hull of the ferry",
)
EDITED = (
    f"{HEADLINE}\n\nThe ferry to Osterlund ran aground on Monday in thick fog.\n"
    f"Key points:\n- {BULLETS[0]}\n-\n{BULLETS[1]}\n- {BULLETS[2]}\n{BODY}AFP"
)
LONG = "the crew of the rescue vessel " * 7


def read_points(
    text: str | TextMap, *, title: str | None = None, count: int | None = None
) -> list[str]:
    """Returns the words of the chosen slices."""
    text_map = TextMap(text) if isinstance(text, str) else text
    chosen = choose_key_points(text_map, title=title, count=count)
    return [text_map.text[one.start : one.end] for one in chosen]


def test_points_are_sentences_in_the_order_of_the_article() -> None:
    """Each point is a whole sentence, verbatim, and they stand as the article has them."""
    text_map = TextMap(ARTICLE)
    chosen = choose_key_points(text_map)
    spans = {(sentence.start, sentence.end): sentence.index for sentence in text_map.sentences}
    assert 2 <= len(chosen) <= 4
    assert [spans[one.start, one.end] for one in chosen] == [one.sentence for one in chosen]
    assert chosen == sorted(chosen, key=lambda one: one.start)


def test_the_lead_comes_first_and_without_its_dateline() -> None:
    """The main news is chosen, and begins with its own first word."""
    assert read_points(ARTICLE)[0].startswith("A ferry with 212 people aboard ran aground")


def test_the_same_text_gives_the_same_choice() -> None:
    """Two readings agree to the last digit."""
    assert choose_key_points(TextMap(ARTICLE)) == choose_key_points(TextMap(ARTICLE))


def test_no_headline_credit_question_dash_or_label_is_a_point() -> None:
    """What is no statement of the article stays out while statements are left."""
    for point in read_points(EDITED, count=20):
        assert point not in {HEADLINE, "AFP", "Key points:", "Why did the ferry leave at all?"}
        assert not point.startswith(("-", "–", "—", "•"))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 50])
def test_a_given_count_is_the_most_that_comes(count: int) -> None:
    """The caller's count is kept, as far as the sentences reach."""
    assert len(read_points(ARTICLE, count=count)) == min(count, 8)


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [(1, 1), (2, 2), (3, 2), (4, 2), (5, 3), (20, 3), (60, 4), (120, 5), (180, 6), (600, 7)],
)
def test_the_count_grows_slowly_with_the_article(sentences: int, expected: int) -> None:
    """One sentence gives one point, a few give two, a long article at most seven."""
    names = ["".join(letters) for letters in product("bcdfglmnprst", "aeiou", "bdfglmnrst")]
    text = " ".join(
        f"The {name}eum opened with {name}ers from {name}ia near {name}ton for {name}lings."
        for name in names[:sentences]
    )
    assert len(read_points(text)) == expected


def test_an_article_that_says_one_thing_gives_two_points() -> None:
    """Where a third sentence would add little of what the article repeats, none is added."""
    text = (
        "The ferry to Osterlund ran aground on Monday with divers and pilots on board.\n"
        "Divers and pilots said the ferry to Osterlund had been overloaded.\n"
        + "".join(
            f"Nothing{n} much{n} interest{n} was{n} heard{n} seen{n} read{n} felt{n} told{n}"
            f" known{n} found{n} asked{n} said{n} shown{n} kept{n} lost{n} sold{n} sent{n}.\n"
            for n in range(8)
        )
    )
    assert len(read_points(text)) == 2


def test_points_keep_the_word_budget() -> None:
    """Three points have at most 80 words: short sentences go before long ones that burst it."""
    text = " ".join(
        f"The ferry to Osterlund ran aground on {'Monday ' * n}in fog{n} near harbour{n}."
        for n in range(1, 24)
    )
    points = read_points(text)
    assert sum(len(point.split()) for point in points) <= 80


def test_a_sentence_said_twice_is_one_point() -> None:
    """What repeats a chosen sentence is dropped, however high it rates."""
    text = (
        BODY + "A ferry with 212 people aboard ran aground off Osterlund on Monday in thick fog.\n"
    )
    points = read_points(text, count=20)
    assert sum("212 people aboard ran aground" in point for point in points) == 1


def test_the_title_pulls_towards_what_it_names() -> None:
    """A title lifts the sentence that tells the same over one that it did not follow before."""
    text_map = TextMap(BODY)
    background, inspectors = (
        next(
            one.index for one in text_map.sentences if phrase in text_map.text[one.start : one.end]
        )
        for phrase in ("Osterlund lives from", "The ministry of transport sent")
    )

    def lead(title: str | None) -> float:
        scores = {
            one.sentence: one.score for one in choose_key_points(text_map, title=title, count=20)
        }
        return scores[inspectors] - scores[background]

    assert lead("Transport ministry inspectors question captain and crew") > 0.1 > lead(None)


def test_editors_bullets_are_the_points_where_they_may_be_seen() -> None:
    """The editors' block is taken over whole, and one point says what it leaves out."""
    points = read_points(EDITED)
    assert points[: len(BULLETS)] == list(BULLETS)
    assert len(points) == len(BULLETS) + 1


def test_bullets_come_without_the_sentences_they_repeat() -> None:
    """When more points are asked for, the body adds to the bullets and does not repeat them."""
    points = read_points(EDITED, count=6)
    assert set(BULLETS) <= set(points)
    assert len(points) == 6
    assert not any("four metres long" in point for point in points)


def test_a_masked_block_gives_no_point() -> None:
    """With the block masked every point lies in the rest of the article."""
    text_map = TextMap(EDITED, mask={"key_points"})
    chosen = choose_key_points(text_map)
    assert len(chosen) >= 2
    assert all(text_map.is_visible(one.start, one.end) for one in chosen)
    assert BULLETS[1] not in read_points(text_map)


def test_long_sentences_are_avoided() -> None:
    """A sentence over 35 words is left while shorter ones tell enough."""
    text = f"Late on Monday {LONG}reached the ferry off Osterlund.\n{BODY}"
    assert all(len(point.split()) <= MAX_WORDS for point in read_points(text))


@pytest.mark.parametrize(
    ("text", "point"),
    [
        (
            "However, " + "harbour " * 31 + "pilots went on strike.",
            "harbour " * 31 + "pilots went on strike.",
        ),
        (
            "The harbour pilots of Osterlund went on strike on Monday; " + LONG + "stayed in port.",
            "The harbour pilots of Osterlund went on strike on Monday",
        ),
        (
            "The harbour pilots of Osterlund went on strike, and " + LONG + "stayed in port.",
            "The harbour pilots of Osterlund went on strike",
        ),
        (
            "The harbour pilots blocked the port of Osterlund on Monday, which " + LONG + "needed.",
            "The harbour pilots blocked the port of Osterlund on Monday",
        ),
        (
            "The pilots, who struck last year, blocked the port on Monday after "
            + LONG
            + "sailed.",
            "The pilots, who struck last year, blocked the port on Monday",
        ),
        (
            "Police said the pilots blocked the port of Osterlund, claiming " + LONG + "was old.",
            "Police said the pilots blocked the port of Osterlund",
        ),
        (
            "THE HARBOUR PILOTS BLOCKED THE PORT OF OSTERLUND, WHICH " + LONG.upper() + "NEEDED.",
            "THE HARBOUR PILOTS BLOCKED THE PORT OF OSTERLUND",
        ),
    ],
)
def test_a_long_sentence_alone_is_cut_where_a_clause_ends(text: str, point: str) -> None:
    """Only a connective in front or a whole clause behind may go."""
    assert read_points(text) == [point]


@pytest.mark.parametrize(
    "text",
    [
        "The harbour pilots of Osterlund went on strike; " + LONG + "stayed in port, police said.",
        "Nine people of Osterlund were hurt on Monday, and " + LONG + "sank, according to police.",
        "The harbour pilots of Osterlund ended the strike; unless " + LONG + "stayed in port.",
        "The mayor said “the pilots have ended their long strike, and " + LONG + "stayed in port.”",
        "The ferry, which left the harbour on Monday and " + LONG + "followed, sank.",
        "While the harbour pilots went on strike for days; " + LONG + "stayed in port.",
        "Still standing were " + "very " * 31 + "old pilots.",
        "The harbour pilots did not go on strike in Osterlund after " + LONG + "stayed in port.",
        "The pilots who struck in Osterlund on Monday morning, which " + LONG + "needed, left.",
        "The harbour pilots of Osterlund went on strike, and " + LONG + "was never paid.",
        "The harbour pilots, who had met in Osterlund on Monday, " + LONG + "too, counted boats.",
        "Divers see the harbour pilots of Osterlund as " + LONG + "sees them.",
    ],
)
def test_no_cut_takes_away_who_said_so(text: str) -> None:
    """Where attribution, a condition, a quotation or the main verb would go, nothing is cut."""
    assert read_points(text) == [text]


@pytest.mark.parametrize(
    ("front", "point"),
    [
        ("But ", "the ferry to Osterlund ran aground on Monday."),
        ("And ", "the ferry to Osterlund ran aground on Monday."),
        ("However, ", "the ferry to Osterlund ran aground on Monday."),
        ("MEANWHILE, ", "the ferry to Osterlund ran aground on Monday."),
        ("LONDON, England (CNN) -- ", "the ferry to Osterlund ran aground on Monday."),
        ("(The Osterlund Herald)", "the ferry to Osterlund ran aground on Monday."),
        ("On Sunday, ", "On Sunday, the ferry to Osterlund ran aground on Monday."),
        ("Andy, ", "Andy, the ferry to Osterlund ran aground on Monday."),
    ],
)
def test_a_point_begins_with_its_own_first_word(front: str, point: str) -> None:
    """A connective, a dateline or an agency in front is left out; anything else stays."""
    opening = point if not front.startswith("LONDON") else point.replace("the", "The", 1)
    sentence = front + opening.removeprefix(front)
    assert read_points(f"{sentence} Nobody was hurt in the port.", count=1) == [opening]


@pytest.mark.parametrize("change", [str, str.lower, str.upper])
def test_what_the_article_repeats_is_chosen_in_any_case(change: Callable[[str], str]) -> None:
    """Sentences whose words return elsewhere come before asides, with capitals or without."""
    text = (
        "Osterlund lives from its fishing fleet.\n"
        "A ferry ran aground off Osterlund in thick fog on Monday.\n"
        "Spring is mild this year, and orchards are green.\n"
        "The captain of the ferry lost sight of the lights in the fog.\n"
        "Divers said the captain had run the ferry aground.\n"
    )
    points = read_points(change(text), count=2)
    assert change("A ferry ran aground off Osterlund in thick fog on Monday.") in points
    assert change("Spring is mild this year, and orchards are green.") not in points


@pytest.mark.parametrize("line", ["MARCH 5, 2015 .", "Read more: Ferry runs aground in fog."])
def test_no_label_or_link_is_a_point(line: str) -> None:
    """What a page had set apart is no statement, and takes no place from the lead."""
    assert line not in read_points(f"{line} {' '.join(BODY.split())}", count=20)


def test_a_body_sentence_near_a_bullet_rates_higher() -> None:
    """What the editors told weighs in the choice from the body; masked it does not."""

    def score(mask: tuple[SegmentKind, ...], phrase: str) -> float:
        text_map = TextMap(EDITED, mask=mask)
        chosen = choose_key_points(text_map, count=20)
        words = {text_map.text[one.start : one.end]: one.score for one in chosen}
        return next(value for point, value in words.items() if phrase in point)

    assert score((), "visitors to the island") > score(("key_points",), "visitors to the island")


@pytest.mark.parametrize(
    "text",
    [
        ARTICLE.lower(),
        ARTICLE.upper(),
        " ".join(BODY.split()),
        "東京都は月曜日に新しい橋を開通させた。市は来月に試験を行うと発表した。住民は工事の音に苦情を述べた。",
        "أغلقت السلطات الجسر القديم في المدينة أمس. وقال المهندسون إن الصدأ أضعف أعمدته كثيرا.",
        "La mairie a fermé le vieux pont lundi matin. Les ingénieurs ont trouvé de la rouille.",
    ],
)
def test_any_script_and_case_gives_points(text: str) -> None:
    """Points need no capitals, no line breaks, no title and no English."""
    assert len(read_points(text)) >= 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t ", []),
        ("...\n---\n", []),
        ("Rain.", ["Rain."]),
        ("Who knows?", ["Who knows?"]),
        ("\ud800 \x00 The mill at Roon burned down.", None),
    ],
)
def test_a_text_of_nearly_nothing(text: str, expected: list[str] | None) -> None:
    """Nothing gives nothing; the only sentence is the point, whatever it is."""
    points = read_points(text)
    assert points == expected if expected is not None else len(points) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The ferry ran aground on Monday and nobody was hurt. " * 20_000,
        "the ferry ran aground and then " * 33_000,
        "ferry\n" * 100_000,
        (BODY + "\n") * 6_000,
        "The pilots struck, and the ferry, which sank; " * 20_000,
    ],
    ids=["one line", "no full stop", "one-word lines", "5 MB", "clauses"],
)
def test_a_huge_text_gives_no_more_points_than_a_long_one(text: str) -> None:
    """Whatever the length and the shape, a reader gets one to seven points."""
    assert 1 <= len(choose_key_points(TextMap(text))) <= 7


WORDS = st.sampled_from(
    [
        *'-–;,.?\n"“”(',
        *("\n\n", "Key points:", "- ", "(AFP) - ", "However,", "which", "and", "said", "not"),
        *("Osterlund", "ferry", "the", "US", "us", "212", "桥", "جسر", "\x00", "\ud800", "🚢"),
    ]
)
TEXTS = st.one_of(st.text(), st.lists(WORDS, max_size=150).map(" ".join))


@given(
    text=TEXTS,
    title=st.none() | st.text(max_size=30),
    count=st.none() | st.integers(0, 9),
    mask=st.sampled_from([(), ("key_points",), ("lead", "body")]),
)
def test_any_text_gives_slices_of_its_visible_sentences(
    text: str, title: str | None, count: int | None, mask: tuple[SegmentKind, ...]
) -> None:
    """Whatever the text, each point lies in its sentence, in order, and none comes twice."""
    text_map = TextMap(text, title=title, mask=mask)
    chosen = choose_key_points(text_map, title=title, count=count)
    assert len(chosen) <= min(len(text_map.sentences), 7 if count is None else count)
    assert bool(chosen) == (count != 0 and any(map(str.isalnum, visible(text_map))))
    for one in chosen:
        sentence = text_map.sentences[one.sentence]
        assert sentence.start <= one.start < one.end <= sentence.end
        assert text_map.is_visible(one.start, one.end)
        assert not text[one.start].isspace()
        assert not text[one.end - 1].isspace()
    starts = [one.start for one in chosen]
    assert starts == sorted(set(starts))


def visible(text_map: TextMap) -> str:
    """Returns the words that stand in visible sentences."""
    return "".join(text_map.text[one.start : one.end] for one in text_map.sentences)
