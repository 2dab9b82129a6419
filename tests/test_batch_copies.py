"""Near-identical texts: which are, which are not, and what one takes over from the other."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Sequence
from datetime import datetime, timezone
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
    reuse,
    sketch,
)
from summarizer.batch.copies import sketches as room
from summarizer.pipeline import describe_article
from summarizer.settings import Editorial
from summarizer.textmap import TextMap
from summarizer_schemas.article import Article
from summarizer_schemas.record import Event, Evidence, KeyPoint
from summarizer_schemas.result import Failure, Provenance, Result, Usage

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


# ---- carrying over ----


def test_a_copy_gets_the_findings_in_its_own_words() -> None:
    """All of them, at their new places; its own data; no usage; where they came from."""
    first = find_first(STORY)
    assert first.events
    copy = "\n\n".join(
        [
            "Boat goes down in the strait",
            "By Mara Olsen",
            *STORY.split("\n\n")[1:],
            "(Reporting by Mara Olsen; editing by Tom Brandt)",
        ]
    )
    found = carry(first, copy)
    assert found is not None
    check_evidence(found, copy)
    quotes, moved = list(first.iter_evidence()), list(found.iter_evidence())
    assert [one.quote for one in moved] == [one.quote for one in quotes]
    by = copy.index("NORBURG (") - STORY.index("NORBURG (")
    assert [one.start for one in moved] == [one.start + by for one in quotes]
    assert [one.text for one in found.key_points] == [one.text for one in first.key_points]
    assert [one.actors for one in found.events] == [one.actors for one in first.events]
    again = summarize(make_article(copy, id="copy", publisher="Daily"))
    assert found.article == again.article
    assert (found.usage, found.provenance) == (Usage(), first.provenance)
    assert found.warnings == (*first.warnings, "copy_of: first (similarity 0.97)")


def test_the_same_text_keeps_every_place() -> None:
    """Quotes that stand in the text twice among them."""
    first = find_first(f"{STORY}\n\n{STORY}")
    found = carry(first, f"{STORY}\n\n{STORY}")
    assert found is not None
    assert [(one.start, one.end) for one in found.iter_evidence()] == [
        (one.start, one.end) for one in first.iter_evidence()
    ]


def test_a_name_in_a_quote_that_differs_is_left_to_the_model() -> None:
    """The sketches take it for a copy; the words do not."""
    first, other = (
        find_first(STORY),
        STORY.replace("the coast guard of Vantia", "the navy of Norland"),
    )
    assert is_copy(sketch(STORY), sketch(other)) is not None
    assert carry(first, other) is None


def quote(words: str, *, text: str = TEXT, nth: int = 0, **values: object) -> Evidence:
    """The evidence that these words are in a text."""
    start = [found.start() for found in re.finditer(re.escape(words), text)][nth]
    return Evidence.model_validate(
        {"quote": words, "start": start, "end": start + len(words), "segment": "body"} | values
    )


def make_result(*quotes: Evidence, text: str = TEXT, **values: object) -> Result:
    """A result whose key points are these quotes."""
    points = [KeyPoint(text="A point.", kind="abstractive", evidence=(one,)) for one in quotes]
    article = make_article(text)
    given_values: dict[str, object] = {
        "article": describe_article(article, TextMap(text)),
        "status": "ok",
        "key_points": points,
        "usage": Usage(requests=1, prompt_tokens=900),
        "provenance": Provenance(
            engine="openai",
            library_version="0",
            created_at=datetime(2024, 2, 7, tzinfo=timezone.utc),
        ),
    }
    return Result.model_validate(given_values | values)


def make_event(**values: object) -> Event:
    """An event with evidence in every place that can have some."""
    party = {"text": "She", "name": "Ada Lund", "role": "Mayor"}
    figure = {"measure": "killed", "best": 0, "text": "Nobody", "evidence": [quote("Nobody")]}
    claim = {
        "claimant": party,
        "cue": "spoke",
        "stance": "asserts",
        "evidence": [quote("She spoke")],
    }
    link = {"type": "causes", "target": "e2", "evidence": [quote("It rained")]}
    return Event.model_validate(
        {
            "id": "e1",
            "type": "ASSAULT",
            "trigger": "burned",
            "actors": [party],
            "target": {"text": "The mill"},
            "date": {"expressed": "on Monday", "basis": "relative"},
            "location": {"text": "mill"},
            "figures": [figure],
            "claims": [claim],
            "links": [link],
            "evidence": [quote("The mill burned"), quote("on Monday", field="date")],
        }
        | values
    )


def test_evidence_moves_wherever_it_stands() -> None:
    """Of events, figures, claims and links, with its field and its way of matching."""
    result = make_result(quote("Nobody knows", match="fuzzy"), events=[make_event()])
    copy = TEXT.replace("The mill", "Fire in Ostervik\n\nThe mill")
    found = carry(result, copy)
    assert found is not None
    check_evidence(found, copy)
    assert len(list(found.iter_evidence())) == 6
    assert (found.key_points[0].evidence[0].match, found.events[0].evidence[1].field) == (
        "fuzzy",
        "date",
    )
    assert found.events[0].figures[0].evidence[0].start == copy.index("Nobody")


REFUSED: dict[str, tuple[Result, str]] = {
    "a quote that reads otherwise": (
        make_result(quote("mill burned")),
        TEXT.replace("mill", "farm"),
    ),
    "a quote with other marks": (
        make_result(quote("mill burned.")),
        TEXT.replace("burned.", "burned!"),
    ),
    "a quote that is cut": (make_result(quote("It rained")), TEXT.replace("\n\nIt rained.", "")),
    "a quote that became part of a word": (
        make_result(quote("mill")),
        TEXT.replace("mill", "windmill"),
    ),
    "quotes in another order": (
        make_result(quote("The mill burned."), quote("It rained.")),
        "It rained.\n\n" + TEXT.replace("\n\nIt rained.", ""),
    ),
    "a new sentence between quotes": (
        make_result(quote("The mill burned."), quote("It rained.")),
        TEXT.replace("Nobody", "Two sons were arrested. Nobody"),
    ),
    "a new sentence at the end": (
        make_result(quote("The mill burned.")),
        TEXT + " A son was arrested.",
    ),
    "a new sentence at the beginning": (
        make_result(quote("It rained.")),
        f"There was a quarrel over the will before.\n\n{TEXT}",
    ),
    "a new sentence where nothing was found": (make_result(), TEXT + " A son was arrested."),
    "a name outside of the quotes that reads otherwise": (
        make_result(events=[make_event()]),
        TEXT.replace("Ada Lund", "Ada Holm"),
    ),
    "a role outside of the quotes that reads otherwise": (
        make_result(events=[make_event()]),
        TEXT.replace("Mayor", "Miller"),
    ),
    "a name of a key point that its quote has not": (
        make_result(
            key_points=[
                KeyPoint(
                    text="Ada Lund spoke.",
                    kind="abstractive",
                    evidence=(quote("She spoke"),),
                    flags=("name_missing: Ada Lund",),
                )
            ]
        ),
        TEXT.replace("Lund", "Holm"),
    ),
    "a failed first result": (
        make_result(status="failed", error=Failure(kind="provider", message="no answer")),
        TEXT,
    ),
    "a first result that lacks a part": (
        make_result(
            quote("mill"), status="partial", error=Failure(kind="truncated", message="cut")
        ),
        TEXT,
    ),
    "a first result that is a copy itself": (
        make_result(quote("mill"), warnings=("copy_of: zero (similarity 0.96)",)),
        TEXT,
    ),
}


@pytest.mark.parametrize(("result", "text"), REFUSED.values(), ids=REFUSED)
def test_what_a_copy_does_not_bear_out_is_not_carried_over(result: Result, text: str) -> None:
    """Not even in part: the article is asked about by itself."""
    assert carry(result, text) is None


DATELINE = "NORBURG (Northwire) - "
KEPT: dict[str, tuple[Result, str]] = {
    "nothing found": (make_result(status="no_events"), TEXT),
    "something rejected": (
        make_result(
            quote("mill"),
            status="partial",
            rejected=[{"kind": "figure", "text": "six", "reason": "ungrounded"}],
        ),
        TEXT,
    ),
    "the last sentence cut": (make_result(quote("mill")), TEXT.replace("\n\nIt rained.", "")),
    "a name outside of the findings": (make_result(quote("mill")), TEXT.replace("Lund", "Holm")),
    "a dateline more": (
        make_result(quote("mill")),
        DATELINE + TEXT,
    ),
    "a reused first result": (make_result(quote("mill"), warnings=("duplicate_of: zero",)), TEXT),
}


@pytest.mark.parametrize(("result", "text"), KEPT.values(), ids=KEPT)
def test_what_a_copy_bears_out_is_carried_over(result: Result, text: str) -> None:
    """With the status and what was rejected."""
    found = carry(result, text)
    assert found is not None
    check_evidence(found, text)
    assert (found.status, found.rejected) == (result.status, result.rejected)
    assert found.usage == Usage()


@pytest.mark.parametrize(
    ("published", "language", "same"),
    [
        (PUBLISHED, "en", True),
        (f"{PUBLISHED}T23:30+05:00", "en", True),
        ("2024-02-07", "en", False),
        (None, "en", False),
        (PUBLISHED, "de", False),
        (PUBLISHED, None, False),
    ],
)
def test_the_day_and_the_language_must_be_the_same(
    published: str | None, language: str | None, *, same: bool
) -> None:
    """Dates would be resolved otherwise."""
    found = carry(make_result(quote("mill")), TEXT, published=published, language=language)
    assert (found is not None) == same


LONG = "The road over the pass was closed, and the bakers of the upper villages had no flour. " * 2
SHORT = "Sheep had to be carried down by hand, as the path was wet."
RAIN = "Rain fell."
PARTS = [
    LONG,
    "The mill burned.",
    RAIN,
    "The owner wept.",
    LONG.upper(),
    RAIN,
    LONG.lower(),
    "He left town.",
    SHORT,
    RAIN,
]
REPEATED = "\n\n".join(PARTS)


@pytest.mark.parametrize(
    ("nth", "cut", "place"),
    [
        (0, (), 0),
        (1, (), 1),
        (2, (), 2),
        (0, (0,), 0),  # a paragraph before all of it
        (1, (4,), 1),  # before it: it moved with the words after it
        (1, (6,), 1),  # after it: it stayed with the words before it
        (1, (2,), 0),
        (2, (2, 5), 0),
        (1, (9,), 1),
        (2, (0, 4, 6, 8), 2),
    ],
)
def test_words_that_stand_there_twice_are_placed_by_the_words_around(
    nth: int, cut: tuple[int, ...], place: int
) -> None:
    """Whatever was cut before or after them."""
    sure = [quote(words, text=REPEATED) for words in ("mill burned", "owner wept", "left town")]
    asked = quote("Rain fell", text=REPEATED, nth=nth, ambiguous=True)
    copy = "\n\n".join(part for at, part in enumerate(PARTS) if at not in cut)
    found = carry(make_result(*sure, asked, text=REPEATED), copy)
    assert found is not None
    check_evidence(found, copy)
    evidence = found.key_points[-1].evidence[0]
    starts = [one.start() for one in re.finditer("Rain fell", copy)]
    assert starts.index(evidence.start) == place
    assert evidence.ambiguous == (len(starts) > 1)
    assert not found.key_points[0].evidence[0].ambiguous


def test_words_that_may_be_others_place_no_others() -> None:
    """The rain that is left is not the rain that was quoted, and draws no wind to itself."""
    text = f"Rain fell. Wind rose.\n\n{LONG}\n\nRain fell. Wind rose.\n\nIt was dark."
    copy = f"Rain fell. Wind rose.\n\n{LONG}\n\nWind rose.\n\nIt was dark."
    rain, wind = (
        quote(words, text=text, nth=1, ambiguous=True) for words in ("Rain fell", "Wind rose")
    )
    assert carry(make_result(rain, wind, text=text), copy) is None


def test_a_masked_block_of_the_copy_bears_nothing_out() -> None:
    """Nor is a quote placed in it while the words stand elsewhere too."""
    block = "Key points:\n- The mill burned\n- It rained"
    copy = f"The mill burned.\n\n{block}\n\nNobody knows why.\n\nShe spoke on Monday."
    article = make_article(copy)
    first = make_result(quote("It rained", text=copy), text=copy)
    both = make_result(quote("The mill burned", text=copy), text=copy)

    def place(result: Result, editorial: Editorial) -> Evidence | None:
        found = carry_over(result, article, first_id="a", similarity=0.99, editorial=editorial)
        return None if found is None else found.key_points[0].evidence[0]

    assert place(first, "mask") is None
    used, masked = place(first, "use"), place(both, "mask")
    assert used is not None
    assert used.segment == "key_points"
    assert masked is not None
    assert (masked.start, masked.ambiguous) == (0, False)


SENTENCES = st.lists(
    st.sampled_from(
        [
            "Rain fell.",
            "The mill burned.",
            "“Go,” she said.",
            "警方逮捕了九人。",
            "He left\ud800 town.",
            "Nine died.",
        ]
    ),
    min_size=1,
    max_size=12,
)


@given(data=st.data(), sentences=SENTENCES)
@settings(max_examples=200, deadline=None)
def test_every_quote_is_its_slice_of_the_copy_whatever_was_cut(
    data: st.DataObject, sentences: list[str]
) -> None:
    """Sentences without a quote may go and a few signs come; all findings stay, in their order."""
    text = "\n\n".join(sentences)
    starts = [sum(len(one) + 2 for one in sentences[:at]) for at in range(len(sentences))]
    quoted = data.draw(st.sets(st.sampled_from(range(len(sentences))), max_size=5))
    quotes = [
        Evidence(
            quote=sentences[at],
            start=starts[at],
            end=starts[at] + len(sentences[at]),
            segment="body",
            ambiguous=sentences.count(sentences[at]) > 1,
        )
        for at in sorted(quoted)
    ]
    kept = [at for at in range(len(sentences)) if at in quoted or data.draw(st.booleans())]
    copy = "\n\n".join(
        data.draw(st.sampled_from(["", "* ", "Ha. "])) + sentences[at] for at in kept
    )
    result = make_result(*quotes, text=text)
    found = carry(result, copy)
    if found is None:  # only where words that stand there twice may have been taken for others
        assert any(one.ambiguous for one in quotes)
        return
    check_evidence(found, copy)
    assert [one.quote for one in found.iter_evidence()] == [one.quote for one in quotes]
    ends = [0, *(one.end for one in found.iter_evidence())]
    assert all(end <= one.start for end, one in zip(ends, found.iter_evidence(), strict=False))
    text_map = TextMap(copy)
    assert all(one.segment == text_map.segment_at(one.start).kind for one in found.iter_evidence())


@given(before=ANY_TEXT, within=ANY_TEXT, after=ANY_TEXT)
@settings(max_examples=200, deadline=None)
def test_every_quote_is_its_slice_of_the_copy_whatever_was_added(
    before: str, within: str, after: str
) -> None:
    """Or nothing is carried over at all."""
    sentences = TEXT.split("\n\n")
    copy = before + "\n\n".join(sentences[:2]) + within + "\n\n".join(sentences[2:]) + after
    found = carry(make_result(quote("The mill burned"), events=[make_event()]), copy)
    if found is not None:
        check_evidence(found, copy)


def test_a_quote_that_stands_there_a_hundred_thousand_times_is_placed() -> None:
    """In a megabyte, for a hundred such quotes."""
    text = "It rained. " * 90_000
    quotes = [quote_at("It rained", 11 * 900 * number) for number in range(100)]
    found = carry(make_result(*quotes, text=text), text)
    assert found is not None
    assert [one.start for one in found.iter_evidence()] == [one.start for one in quotes]


def quote_at(words: str, start: int) -> Evidence:
    """Words that stand at a place, and at others."""
    return Evidence(
        quote=words, start=start, end=start + len(words), segment="body", ambiguous=True
    )


# ---- duplicates ----


def test_a_duplicate_gets_the_same_findings_under_its_own_name() -> None:
    """Only what the article says of itself changes, and what it cost."""
    first = make_result(quote("mill burned"), events=[make_event()])
    again = make_article(TEXT, id="b", url="https://b.example")
    found = reuse(first, again, "a")
    check_evidence(found, TEXT)
    assert found.article == summarize(again).article
    assert found.usage == Usage()
    assert found.warnings == ("duplicate_of: a",)
    unchanged = {"article": first.article, "usage": first.usage, "warnings": first.warnings}
    assert found.model_copy(update=unchanged) == first


def test_another_text_is_no_duplicate() -> None:
    """The message names the articles and shows nothing of them."""
    with pytest.raises(ConfigError, match="'b' has not the text of 'a'") as caught:
        reuse(make_result(), make_article(TEXT + " ", id="b"), "a")
    assert "mill" not in str(caught.value)
