"""Near-identical texts: which are, which are not, and what one takes over from the other."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Sequence
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer import ConfigError, summarize
from summarizer.batch.copies import (
    NEAR_IDENTICAL,
    SKETCH_VERSION,
    Sketch,
    carry_over,
    compare,
    is_copy,
    sketch,
)
from summarizer.batch.copies import sketches as room
from summarizer_schemas.article import Article
from summarizer_schemas.result import Result

STORY = """\
Ferry sinks off Norburg; harbour master suspended

NORBURG (Northwire) - A ferry carrying market traders sank in the Strait of Hesk on Tuesday, \
killing at least twelve people and injuring 31 others, the coast guard of Vantia said.

The boat, the "Lady of Ourn", had left the island of Marosia before dawn and was within sight of \
the harbour when a wave broke the doors of its car deck, survivors said. Fishermen pulled dozens \
of passengers out of the water.

"We heard a crack, and then everybody ran to one side," said Ada Lund, a cloth trader who swam to \
a buoy. "Nobody told us where the vests were."

Interior Minister Jonas Kade suspended the harbour master, Piet Amsel, and ordered an inquiry. He \
accused the owners of the ferry of having sold more tickets than the boat has seats. The company, \
Hesk Lines, denied the accusation.

The union of dock workers called a strike for Friday and demanded that the 1.5 million crowns \
collected for a new pier be spent at last. Police arrested two managers of Hesk Lines in the \
evening, the prosecutor's office said.

Ferries are the only link between the islands and the mainland in winter, when the mountain road \
is closed. In a village above the strait, several people lit candles on the steps of the school, \
where the bodies had been taken. The mayor said that the bells would ring every hour until all of \
the missing were found.

Vantia and neighbouring Norland, which disputes the border in the strait, agreed to search the \
waters together. A Norland patrol boat reached the wreck first, and its crew handed over what it \
had found. Talks about a common rescue service broke down in spring, when the two governments \
quarrelled over who would command it.

Weather forecasters expect the wind to ease by Thursday. Divers will then try to enter the car \
deck, the coast guard said."""

OTHER_STORY = """\
Norburg council weighs a tunnel under the strait

The town council of Norburg met on Monday to hear an engineer who has drawn a tunnel under the \
Strait of Hesk. He spoke for an hour, with a model made of cork, and was asked mostly about mud. \
The mayor called the plan bold and the price a joke. Shopkeepers on the quay fear that nobody \
would stop for bread any more if cars went straight from the mainland to the islands. A vote is \
to be held in autumn, after the fishing season, and the opposition wants a bus service first."""

PARAGRAPH = (
    "Police later arrested a suspect near the harbour, a spokesman for the interior ministry said. "
    "The man, a former soldier, denied that he had been near the scene, and his lawyer called for "
    "his release. Opposition leaders asked the government to resign over the affair."
)
TEXT = (
    "The mill burned.\n\nMayor Ada Lund wept.\n\nNobody knows why.\n\nShe spoke on Monday.\n\n"
    "It rained."
)
PUBLISHED = "2024-02-06"


def make_article(text: str, **values: object) -> Article:
    """An article of one day, in English."""
    given_values = {"text": text, "published": PUBLISHED, "language": "en"}
    return Article.model_validate(given_values | values)


def find_first(text: str) -> Result:
    """The findings of the embedded engine, which needs no network."""
    return summarize(make_article(text, url="https://a.example"))


def carry(result: Result, text: str, **values: object) -> Result | None:
    """The findings in the words of a copy."""
    copy = make_article(text, **{"id": "copy", "publisher": "Daily", **values})
    return carry_over(result, copy, first_id="first", similarity=0.97)


def swap(old: str, new: str) -> Callable[[str], str]:
    """A change of the one place where these words stand."""

    def change(text: str) -> str:
        assert text.count(old) == 1
        return text.replace(old, new)

    return change


def check_evidence(result: Result, text: str) -> None:
    """Every quote is its slice, and the result is one that can be written and read."""
    for quote in result.iter_evidence():
        assert text[quote.start : quote.end] == quote.quote
    assert Result.from_json(result.to_json()) == result


SAME: dict[str, Callable[[str], str]] = {
    "no change": str,
    "another byline": swap("\n\nNORBURG", "\n\nBy Mara Olsen and Jun Hartono\n\nNORBURG"),
    "no dateline": swap("NORBURG (Northwire) - ", ""),
    "another credit line": lambda text: (
        text + "\n\n(Reporting by Mara Olsen; editing by Tom Brandt)"
    ),
    "a shorter headline": swap("; harbour master suspended", ""),
    "the last sentence cut": swap(
        " Divers will then try to enter the car deck, the coast guard said.", ""
    ),
    "curly quotes and dashes": lambda text: re.sub('"(.*?)"', "“\\1”", text).replace(" - ", " — "),
    "capitals": str.upper,
    "single line breaks": lambda text: text.replace("\n\n", "\n"),
    "no-break spaces and soft hyphens": lambda text: text.replace("of the", "of\u00a0t\u00adhe"),
    "full width": lambda text: text.replace("ferry", "ｆｅｒｒｙ"),
}
DIFFERENT: dict[str, Callable[[str], str]] = {
    "another number in digits": swap("31 others", "37 others"),
    "another number in words": swap("twelve people", "seventeen people"),
    "a number in words for one in digits": swap("31 others", "thirty others"),
    "another vague number": swap("dozens of", "hundreds of"),
    "another fraction": swap("1.5 million", "1.6 million"),
    "the point left out of a fraction": swap("1.5 million", "15 million"),
    "another word for some": swap("several people", "few people"),
    "another scale": swap("1.5 million", "1.5 billion"),
    "an ordinal more": swap("reached the wreck first", "reached the wreck third"),
    "two numbers in each other's place": lambda text: (
        text.replace("twelve", "X").replace("31", "twelve").replace("X", "31")
    ),
    "one number more": swap("Fishermen pulled", "Four fishermen pulled"),
    "a number cut": swap(" and injuring 31 others", ""),
    "a long paragraph more": lambda text: f"{text}\n\n{PARAGRAPH}",
    "the first half only": lambda text: text[: len(text) // 2],
    "another story of the same series": lambda _: OTHER_STORY,
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_what_papers_do_to_a_wire_story_leaves_it_a_copy(change: Callable[[str], str]) -> None:
    """It is near-identical in both directions, and shares a band by which it is found."""
    first, second = sketch(STORY), sketch(change(STORY))
    similarity = is_copy(first, second)
    assert similarity is not None
    assert NEAR_IDENTICAL <= similarity < 1
    assert is_copy(second, first) == similarity
    assert set(first.bands) & set(second.bands)


@pytest.mark.parametrize("change", DIFFERENT.values(), ids=DIFFERENT)
def test_another_number_or_story_is_never_a_copy(change: Callable[[str], str]) -> None:
    """However alike the texts are otherwise, and in both directions."""
    first, second = sketch(STORY), sketch(change(STORY))
    assert is_copy(first, second) is None
    assert is_copy(second, first) is None


SCRIPTS = {
    "Chinese": ("警方周二在北堡逮捕了{}人，市长说广场很平静。", "九", "七", "（记者：王明）"),
    "Japanese": (
        "東京の北の港で船が沈み、{}人が亡くなったと海上保安庁が発表した。",
        "三",
        "四",
        "（終）",
    ),
    "Thai": ("ตำรวจจับกุมผู้ต้องสงสัย {} คนที่ท่าเรือในเมืองนอร์บวร์ก", "๙", "๗", "จบข่าว"),
    "Arabic": (
        "اعتقلت الشرطة {} أشخاص يوم الثلاثاء وقال العمدة إن الساحة هادئة.",
        "تسعة",
        "سبعة",
        "رويترز",
    ),
    "Hindi": (
        "पुलिस ने मंगलवार को नोरबर्ग में {} लोगों को गिरफ्तार किया और मेयर ने कहा कि शांति है।",
        "९",
        "७",
        "समाप्त",
    ),
    "Russian": (
        "Полиция задержала {} человек в порту, сообщил мэр города Норбург.",
        "девять",
        "семь",
        "Конец",
    ),
    "German": (
        "Die Polizei nahm {} Menschen am Hafen fest, wie der Bürgermeister sagte.",
        "zwölf",
        "fünf",
        "Ende",
    ),
    "Korean": (
        "경찰은 화요일 노르부르크 항구에서 {}명을 체포했다고 시장이 말했다.",
        "9",
        "7",
        "끝",
    ),
}


@pytest.mark.parametrize(("sentence", "many", "few", "credit"), SCRIPTS.values(), ids=SCRIPTS)
def test_every_script_has_copies_and_numbers(
    sentence: str, many: str, few: str, credit: str
) -> None:
    """A credit line more is a copy, another number is none, with and without blanks."""
    rest = unicodedata.normalize("NFD", "Élan, naïveté ") + "".join(
        f"{word} {sentence.format(many)} " for word in ("á", "b", "ç", "д", "市", "ท")
    )
    text = sentence.format(many) + rest
    first = sketch(text)
    assert first.bands
    assert is_copy(first, sketch(unicodedata.normalize("NFC", text))) is not None
    assert compare(first, sketch(text + credit)) > 0.9
    assert sketch(text + credit).numbers == first.numbers
    assert is_copy(first, sketch(sentence.format(few) + rest)) is None


def test_where_no_blank_parts_the_words_one_sign_changes_little() -> None:
    """Three characters in a row are compared, not three sentences."""
    text = "警方周二在北堡逮捕了商人市长说广场很平静渔民把乘客从水里拉上来检察官办公室宣布调查港口"
    assert sketch(text).shingles == len(text) - 2
    assert compare(sketch(text), sketch(text.replace("渔民", "农民"))) > 0.8


def test_a_text_of_few_words_is_no_copy_and_is_not_looked_for() -> None:
    """Twenty times three words in a row is the least that tells a text from its like."""
    words = [f"w{letter}" for letter in "abcdefghijklmnopqrstuvw"]
    short, enough = sketch(" ".join(words[:21])), sketch(" ".join(words[:22]))
    assert (short.shingles, short.bands, is_copy(short, short)) == (19, (), None)
    assert (enough.shingles, len(enough.bands)) == (20, 8)
    assert is_copy(enough, enough) is not None
    assert sketch("").shingles == 0


def list_shingles(words: Sequence[str]) -> set[tuple[str, ...]]:
    """Every three words in a row."""
    return set(zip(words, words[1:], words[2:], strict=False))


@given(
    shared=st.integers(0, 400), mine=st.integers(0, 200), yours=st.integers(0, 200), seed=st.uuids()
)
@settings(max_examples=60)
def test_the_estimate_is_near_the_share_itself(
    shared: int, mine: int, yours: int, seed: object
) -> None:
    """Within five times the standard error of 256 slots."""
    common = [f"x{seed}{number}".replace("-", "") for number in range(shared + 3)]
    first = [*common, *(f"a{number}" for number in range(mine))]
    second = [*common, *(f"b{number}" for number in range(yours))]
    one, other = list_shingles(first), list_shingles(second)
    share = len(one & other) / len(one | other)
    estimate = compare(sketch(" ".join(first)), sketch(" ".join(second)))
    assert abs(estimate - share) <= 5 * (max(share * (1 - share), 0.01) / 256) ** 0.5


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)


@given(first=ANY_TEXT, second=ANY_TEXT)
def test_any_text_has_a_sketch_that_fits_a_database(first: str, second: str) -> None:
    """Signed 64-bit integers, at most eight bands, one size, and a likeness that is symmetric."""
    one, other = sketch(first), sketch(second)
    assert sketch(first) == one
    assert len(one.bands) <= 8
    assert all(-(2**63) <= number < 2**63 for number in (*one.bands, one.numbers))
    assert len(one.signature) == 260
    assert compare(one, one) == 1
    assert compare(one, other) == compare(other, one)
    assert 0 <= compare(one, other) <= 1


def test_a_sketch_is_known_by_what_is_kept_of_it() -> None:
    """Bands are for finding only; signature and numbers are all that is compared."""
    first, second = sketch(STORY), sketch(STORY.upper())
    kept = Sketch((), first.signature, first.numbers)
    assert is_copy(kept, second) == is_copy(first, second)


def test_sketches_of_today_can_be_read_tomorrow() -> None:
    """When this fails, SKETCH_VERSION must change with it: ledgers hold such sketches."""
    found = sketch("Zwölf Menschen starben, als die Fähre nach Marosia vor Norburg sank. 警方 " * 3)
    assert SKETCH_VERSION == "1: rminhash-2 words-3 slots-256 bands-8x16"
    assert found.bands[:2] == PINNED_BANDS
    assert found.numbers == PINNED_NUMBERS


PINNED_BANDS = (1351014419131575883, 5281961815753521917)
PINNED_NUMBERS = 955652825935784132


def test_another_algorithm_of_the_library_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its signatures would be compared with others, and nothing would be found."""
    newer = SimpleNamespace(RMinHash=SimpleNamespace(ALGORITHM_VERSION=3))
    monkeypatch.setitem(sys.modules, "rensa", newer)
    room._load_rminhash.cache_clear()  # pyright: ignore[reportPrivateUsage]
    with pytest.raises(ConfigError, match="version 3, and those of version 2 are needed"):
        sketch(STORY)
    monkeypatch.undo()
    assert sketch(STORY).shingles > 20


HUGE = {
    "an article without end": STORY * 400,
    "one word": "x" * 1_000_000,
    "accents in every order on one letter": "a" + "\u0301\u0323" * 500_000,
    "half-width sound marks between accents": "ｶ" + "\uff9e\u0301" * 500_000,
    "a million blanks": f"Norburg{' ' * 1_000_000}burns",
    "lone surrogates": "\ud800 a \udfff b " * 130_000,
    "ideographs": "警方周二在北堡逮捕了九人。" * 26_000,
    "a hundred thousand different words": " ".join(f"w{n:x}" for n in range(150_000)),
}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_a_text_of_a_million_characters_has_a_sketch(text: str) -> None:
    """Sorting the accents of one letter would take Python hours; all of these take a second."""
    assert compare(sketch(text), sketch(text + " ")) == 1
