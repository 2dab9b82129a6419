"""What one article takes over from a near-identical one, tied to its own words."""

from __future__ import annotations

import re
from datetime import datetime, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer import ConfigError, summarize
from summarizer.batch.copies import (
    carry_over,
    is_copy,
    reuse,
    sketch,
)
from summarizer.pipeline import describe_article
from summarizer.settings import Editorial
from summarizer.textmap import TextMap
from summarizer_schemas.record import Event, Evidence, KeyPoint
from summarizer_schemas.result import Failure, Provenance, Result, Usage
from tests.test_batch_copies import (
    ANY_TEXT,
    PUBLISHED,
    STORY,
    TEXT,
    carry,
    check_evidence,
    find_first,
    make_article,
)

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
