"""Sentences, lines and tokens: where they begin and end, in any script."""

from __future__ import annotations

import pytest
import syntok.segmenter  # pyright: ignore[reportMissingTypeStubs]
from hypothesis import given
from hypothesis import strategies as st

from summarizer.sentences import find_lines, split_sentences, tokenize

# Each list is one paragraph, given sentence by sentence.
PARAGRAPHS = [
    [
        "Gen. Ada Lund met Dr. Tor Vik in Ostervik on Monday.",
        "They spoke for two hours, and Col. Per Aas took notes.",
        "Mr. Vik left at noon.",
        "Mrs. Lund stayed.",
    ],
    [
        "The mill made 3.5 tons of paper a day, or 1,200 boxes.",
        "It cost 4.2 million crowns.",
        "Prices rose 0.3 percent in May.",
        "No. 4 is still running, and No. 7 will be sold.",
    ],
    [
        "Talks opened at 9 a.m. on Tuesday.",
        "They ended at 5 p.m. the same day.",
        "Delegates from the U.S. and the U.K. signed a paper.",
        "The U.N. envoy did not.",
        "She wants more time.",
    ],
    [
        "“Why now?” he asked.",
        "“We are late!” said Lund.",
        "Nobody answered.",
        "“It is over.”",
        "The crowd went home.",
    ],
    [
        "Was the bridge safe?",
        "Engineers say it was.",
        "Two cracks were found in 2019!",
        "The report, by J. K. Moe, was never read.",
        "T. Berg, a neighbour, saw the fall.",
    ],
    [
        "The strike (the third this year) began at dawn.",
        "(Police were there early.)",
        "Drivers of Norland Lines Inc. did not join.",
        "Nordbus Ltd. carried most of the passengers.",
    ],
    [
        "The river rose by two metres, e.g. at the old lock.",
        "Other places, i.e. the upper villages, stayed dry.",
        "Help came from the army, the Red Cross, etc. and from farmers.",
        "Boats were brought from St. Olav.",
    ],
    [
        "She waited... and then she ran.",
        "He never came back...",
        "Three days later a letter arrived.",
        "It said: “Do not wait for me.”",
        "She burned it.",
    ],
    [
        "The vote was set for Jan. 5 and moved to Feb. 12.",
        "Sen. Mia Holm asked for a recount.",
        "The governor refused.",
        "The opposition called it a farce.",
        "His party has 12 seats.",
    ],
    [
        "Visit norland.example for the list.",
        "The file is called notes.txt and holds 40 names.",
        "Version 2.1 came out in June.",
        "It is free.",
    ],
    [
        "Prof. Eva Dahl of the university found the coin.",
        "“It is gold,” she said.",
        "“We think it is 900 years old.”",
        "The museum will show it, the Ostervik Post vs. the city council aside.",
        "Tickets cost 80 crowns.",
    ],
    [
        "The ferry left with 40 people on board.",
        "Eight hours later it was found adrift.",
        "All were safe, the coast guard said.",
        "What happened?",
        "Nobody knows yet.",
        "A hearing is planned for May 3.",
        "Families were told first.",
    ],
]

# Here syntok splits elsewhere and ours is right, each for the reason given.
DISAGREEMENTS = {
    "a question in quotes goes on with its speaker's name": [
        "“Is it safe?” Lund asked.",
        "Nobody knew.",
    ],
    "two titles in a row belong to the name after them": [
        "They waited for Lt. Col. Per Aas.",
        "He was late.",
    ],
    "a title that opens a sentence does not end it": [
        "Sen. Mia Holm asked for a recount.",
        "Gov. Stein refused.",
        "Rep. Aas of the opposition agreed.",
    ],
}


def cut(text: str) -> list[str]:
    """Give the sentences as strings."""
    return [text[start:end] for start, end in split_sentences(text)]


def cut_with_syntok(text: str) -> list[str]:
    """Give the sentences of another library as strings."""
    found: list[str] = []
    for paragraph in syntok.segmenter.analyze(text):  # pyright: ignore[reportUnknownMemberType]
        for tokens in paragraph:
            words = list(tokens)
            found.append(text[words[0].offset : words[-1].offset + len(words[-1].value)])
    return found


@pytest.mark.parametrize("sentences", PARAGRAPHS, ids=lambda sentences: str(sentences[0][:20]))
def test_news_paragraphs_split_as_written_and_as_syntok_does(sentences: list[str]) -> None:
    """Ordinary paragraphs split as their writer meant, and another library agrees."""
    text = " ".join(sentences)
    assert cut(text) == sentences
    assert cut_with_syntok(text) == sentences


@pytest.mark.parametrize("reason", DISAGREEMENTS)
def test_where_syntok_differs_ours_is_as_written(reason: str) -> None:
    """In each listed disagreement ours splits as written and syntok does not."""
    sentences = DISAGREEMENTS[reason]
    text = " ".join(sentences)
    assert cut(text) == sentences
    assert cut_with_syntok(text) != sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["He works at Acme Inc.", "The firm is new."],
        ["He told the U.S. President no.", "She left."],
        ["It ran on IE.", "Its days are over."],
        ["He said no.", "Nobody heard."],
        ["“Why?”", "He did not say.", "Then he left."],
        ["They flew to the U.S. in May.", "They stayed in the U.S.", "However, he left."],
        ["The council chose plan B.", "It is cheaper.", "Q. Berg agreed."],
        ["1. The bridge is closed to cars.", "2024.", "A year later it fell."],
        ["The end…", "A new start."],
        ["The owner of al-Noor spoke.", "al-Noor is closed."],
        ["Sales rose.", "iPhones sold well."],
        ["He left.[12]", "She stayed."],
        ["The talks failed.", "5,000 people marched."],
        ["Sie kam am 3. Oktober an.", "Er blieb."],
        ["« Où est-il ? » a-t-il dit.", "« Parti. »", "Elle est restée."],
        ["The mill burned.", "“Nobody slept.", "We ran.”", "Police came."],
        ["It has no blank.", "There is one here."],
        ["Mr Lund (a.k.a. the Baron) won.", "He smiled."],
    ],
)
def test_hard_boundaries(sentences: list[str]) -> None:
    """Abbreviations, quotes, brackets and capitals in disguise do not mislead."""
    assert cut(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["工厂周一起火。", "没有人受伤！", "“我们会重建。”厂长说。", "谁来付钱？"],
        ["工場で火事があった。", "「再建する。」と社長は述べた。", "けが人はいない。"],
        ["마을에 불이 났다. ", "다친 사람은 없다."],
        ["احترق المصنع يوم الاثنين. ", "هل أصيب أحد؟ ", "لم يصب أحد."],
        ["فیکٹری جل گئی۔ ", "کوئی زخمی نہیں ہوا۔"],
        ["मिल सोमवार को जल गई। ", "कोई घायल नहीं हुआ।"],
        ["ქარხანა დაიწვა. ", "არავინ დაშავებულა."],
        ["Завод сгорел в понедельник. ", "Никто не пострадал."],
    ],
)
def test_other_scripts_need_no_option(sentences: list[str]) -> None:
    """Chinese, Japanese, Korean, Arabic, Urdu, Hindi, Georgian and Russian split as written."""
    assert cut("".join(sentences)) == [sentence.strip() for sentence in sentences]


@pytest.mark.parametrize(
    "sentences",
    [
        ["the mill burned.", "mr. lund of the u.s. army wept.", "nobody was hurt."],
        ["“why now?” he asked.", "“we are late!” said lund.", "it was noon."],
        ["THE MILL BURNED.", "MR. LUND OF THE U.S. ARMY WEPT.", "NOBODY WAS HURT."],
    ],
)
def test_texts_without_case_split_too(sentences: list[str]) -> None:
    """Texts all in lower or upper case split where mixed case would."""
    assert cut(" ".join(sentences)) == sentences


def test_a_lost_blank_does_not_glue_sentences() -> None:
    """A full stop between a small and a capital letter ends a sentence; a site name does not."""
    text = "The mill burned.Nobody was hurt. Booking.Com and norland.example were down."
    assert cut(text) == [
        "The mill burned.",
        "Nobody was hurt.",
        "Booking.Com and norland.example were down.",
    ]


@pytest.mark.parametrize("marker", ["- ", "• ", "* ", "– ", "— ", "•", "-\n", "•\n\n", "- - "])
def test_bullets_are_trimmed_and_lone_ones_dropped(marker: str) -> None:
    """A bullet marker is in no sentence, and its text is."""
    assert cut(f"Before\n{marker}One dead, two hurt\nAfter") == [
        "Before",
        "One dead, two hurt",
        "After",
    ]


def test_lines_end_sentences() -> None:
    """A line break ends a sentence even in the middle of one."""
    assert cut("One dead,\r\ntwo hurt\u2028and\n\n\n***\nnone missing") == [
        "One dead,",
        "two hurt",
        "and",
        "none missing",
    ]


WRAPPED = """\
The council of Ostervik closed the harbour road on Monday after
water from the fjord rose above the quay, and said it would stay
closed for a week. Residents were told to use the upper road. The
mayor, Ada Lund, blamed the spring tide.

Buses will run every hour. Tickets are free, the company said in a
statement, and the ferry will take bicycles.
"""


@pytest.mark.parametrize("change", [str, str.upper, str.lower])
def test_a_hard_wrapped_paragraph_is_one_line(change: type[str]) -> None:
    """Lines filled to one width and cut in mid-sentence are read as paragraphs."""
    text = change(WRAPPED)
    assert len(find_lines(text)) == 2
    assert len(cut(text)) == 5
    assert cut(text)[0].count("\n") == 2


def test_short_lines_stay_apart() -> None:
    """Headlines, verse and one sentence per line are no hard-wrapped text."""
    for text in (
        "Mill burns down\nFerry sails again\nCouncil meets today\nMayor resigns\n",
        "The mill burned on Monday.\nNobody was hurt, police said.\nIt was an old mill.\n",
        "\n".join(f"Harbour town number {at} reopens its ferry quay" for at in range(9)),
    ):
        assert len(find_lines(text)) == text.strip().count("\n") + 1


def test_a_stretch_is_split_with_raw_offsets() -> None:
    """A stretch of a text gives offsets into the whole text and nothing outside it."""
    text = "Skip this. One here. Two here. Skip that."
    found = split_sentences(text, 11, 30)
    assert [text[start:end] for start, end in found] == ["One here.", "Two here."]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The mayor's so-called plan", "word:The word:mayor's word:so-called word:plan"),
        ("1,200 at 12:30, 3.5%", "number:1,200 word:at number:12:30 punct:, number:3.5 punct:%"),
        ("U.S. F-16 21st 3-year-old", "word:U.S. word:F-16 word:21st word:3-year-old"),
        ("wait... “no”", "word:wait punct:... punct:“ word:no punct:”"),
        ("周一起火5人", "word:周 word:一 word:起 word:火 number:5 word:人"),
        ("東京でビル", "word:東 word:京 word:で word:ビル"),
        ("مصنع، ١٢", "word:مصنع punct:، number:١٢"),
        ("co\u00adoperate now", "word:co\u00adoperate word:now"),
        ("हिन्दी में", "word:हिन्दी word:में"),
        ("cafe\u0301 \u200enaïve", "word:cafe\u0301 word:naïve"),
    ],
)
def test_tokens(text: str, words: str) -> None:
    """Words, numbers and punctuation come out whole in every script."""
    assert " ".join(f"{t.kind}:{text[t.start : t.end]}" for t in tokenize(text)) == words


ANY_TEXT = st.one_of(
    st.text(max_size=200),
    st.text(alphabet="aB. \n?!“”\"'()-•1。…，\u2028\r\x00é", max_size=200),
)


@given(ANY_TEXT)
def test_sentences_are_ordered_trimmed_and_lose_no_letter(text: str) -> None:
    """Sentences never overlap, carry no outer blanks, and hold every letter and digit."""
    done, outside = 0, ""
    for start, end in split_sentences(text):
        assert done <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        outside += text[done:start]
        done = end
    assert not any(char.isalnum() for char in outside + text[done:])


@given(ANY_TEXT)
def test_tokens_are_ordered_and_lose_no_letter(text: str) -> None:
    """Tokens never overlap, are never empty, and hold every letter and digit."""
    done, outside = 0, ""
    for start, end, _ in tokenize(text):
        assert done <= start < end
        outside += text[done:start]
        done = end
    assert not any(char.isalnum() for char in outside + text[done:])
