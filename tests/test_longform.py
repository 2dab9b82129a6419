"""Long articles: where they are cut, what is carried along, and one answer made of several."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.longform import Answer, Chunk, find_rest, join, plan, show, thin_out
from summarizer.textmap import TextMap
from summarizer_schemas.wire import WireEvent, WireKeyPoint, WireReply

PARAGRAPHS = [
    f"Ward {n} of Norburg voted on Monday. The count took {n} hours. Nobody complained.\n\n"
    for n in range(1, 31)
]
LONG = "Norburg counts its votes\n\n" + "".join(PARAGRAPHS)


def count(words: str) -> int:
    """A token for every four characters."""
    return -(-len(words) // 4)


def make_event(trigger: str, **values: object) -> WireEvent:
    """An event with nothing told of it but its words."""
    blank: dict[str, object] = {
        "quotes": [trigger], "trigger": trigger, "type": "OTHER", "modes": [], "contexts": [],
        "actors": [], "recipients": [], "target": None, "target_described_by": None,
        "location": None, "location_country": None, "date": None, "date_anchor": None,
        "figures": [], "claims": [], "realis": "actual", "certainty": "certain",
        "salience": "main", "links": [],
    }  # fmt: skip
    return WireEvent.model_validate_json(json.dumps(blank | values))


def make_point(text: str) -> WireKeyPoint:
    """A key point that is its own quote."""
    return WireKeyPoint(quotes=[text], text=text, claimants=[])


def test_a_short_article_is_one_question() -> None:
    """What fits is sent as it stands, with nothing before it."""
    text = TextMap(PARAGRAPHS[0])
    (chunk,) = plan(text, max_tokens=100, count=count)
    assert (show(text, chunk), chunk.context) == (PARAGRAPHS[0], "")


def test_chunks_end_with_paragraphs_and_are_alike_in_length() -> None:
    """A long article is cut between paragraphs, into as few stretches of one length as will do."""
    text = TextMap(LONG)
    chunks = plan(text, max_tokens=200, count=count)
    shown = [show(text, chunk) for chunk in chunks]
    assert "".join(shown) == LONG
    assert len(chunks) == -(-count(LONG) // 200)
    assert all(words.endswith("\n\n") for words in shown)
    assert max(map(count, shown)) <= 200
    assert min(map(count, shown)) > 100


def test_what_stands_before_a_chunk_is_carried_along() -> None:
    """A later stretch comes with the opening of the article and the sentences before it."""
    text = TextMap(LONG)
    second = plan(text, max_tokens=200, count=count)[1]
    opening, *nearest = second.context.split(" … ")
    assert opening == "Ward 1 of Norburg voted on Monday."
    assert LONG[: second.spans[0][0]].rstrip().endswith(" ".join(nearest))


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("Ward after ward of Norburg voted. " * 60, id="one paragraph"),
        pytest.param("ward and ward and " * 100, id="no sentence end"),
        pytest.param("x" * 3_000, id="one word"),
        pytest.param("选举" * 1_500, id="no blanks"),
        pytest.param("\n" * 900 + "Ward. " * 200, id="blank lines"),
    ],
)
def test_any_text_is_cut_without_loss(raw: str) -> None:
    """Text without paragraphs, sentences or even blanks is cut too, and nothing is lost."""
    text = TextMap(raw)
    chunks = plan(text, max_tokens=150, count=count)
    assert len(chunks) > 1
    assert "".join(raw[start:end] for chunk in chunks for start, end in chunk.spans) == raw
    assert max(count(show(text, chunk)) for chunk in chunks) <= 250


@given(st.text(alphabet="ab .\n中é", max_size=400), st.integers(1, 40))
def test_chunks_tile_what_is_visible(raw: str, most: int) -> None:
    """Whatever the text, the stretches follow one another and cover all of it once."""
    chunks = plan(TextMap(raw), max_tokens=most, count=count)
    spans = [span for chunk in chunks for span in chunk.spans]
    assert "".join(raw[start:end] for start, end in spans) == raw
    assert spans == sorted(spans)


def test_a_masked_block_is_not_shown() -> None:
    """The editors' own key points are left out of what is sent when they are masked."""
    raw = "Norburg votes\n\nKey points:\n- Ward 1 voted\n- Ward 2 did not\n\n" + "".join(PARAGRAPHS)
    text = TextMap(raw, mask=["key_points"])
    shown = "".join(show(text, chunk) for chunk in plan(text, max_tokens=150, count=count))
    assert "Ward 2 did not" not in shown
    assert shown.endswith(PARAGRAPHS[-1])


def test_the_rest_is_what_no_kept_quote_tells_of() -> None:
    """A cut-off answer is continued on the sentences that its complete items leave untold."""
    text = TextMap("One bridge fell. Two roads shut. Three wells ran dry.")
    (chunk,) = plan(text, max_tokens=100, count=count)
    (rest,) = find_rest(text, chunk, [(0, 15)])
    assert show(text, rest) == "Two roads shut. Three wells ran dry."
    assert find_rest(text, rest, [(17, 30), (33, 50)]) == []


def test_an_answer_without_a_complete_item_is_asked_for_in_halves() -> None:
    """Where nothing was kept, a shorter question is asked; one sentence cannot be halved."""
    text = TextMap("One bridge fell. Two roads shut. Three wells ran dry.")
    (chunk,) = plan(text, max_tokens=100, count=count)
    halves = find_rest(text, chunk, [])
    assert [show(text, half).strip() for half in halves] == [
        "One bridge fell.",
        "Two roads shut. Three wells ran dry.",
    ]
    assert find_rest(text, halves[0], []) == []


def test_answers_are_joined_with_their_positions() -> None:
    """Links and anchors of a later answer point at its own events; nothing is told twice."""
    first = WireReply(key_points=[make_point("A"), make_point("B")], events=[make_event("fell")])
    second = WireReply(
        key_points=[make_point("B"), make_point("C")],
        events=[
            make_event("shut"),
            make_event(
                "dry",
                date_anchor=0,
                links=[{"quote": None, "type": "follows", "target": 0}],
            ),
        ],
    )
    joined = join([Answer(Chunk(((0, 10),)), first), Answer(Chunk(((10, 40),)), second)])
    assert [point.text for point in joined.wire.key_points] == ["A", "B", "C"]
    assert (joined.wire.events[2].date_anchor, joined.wire.events[2].links[0].target) == (1, 1)
    assert joined.events_near == (5, 25, 25)
    assert joined.key_points_near == (5, 5, 25)


def test_one_answer_is_near_to_nothing() -> None:
    """With one stretch the first place of a quote counts, as ever."""
    joined = join([Answer(Chunk(((0, 10),)), WireReply(key_points=[make_point("A")], events=[]))])
    assert joined.key_points_near == (None,)


def test_key_points_are_thinned_evenly() -> None:
    """Where nobody can say which matter most, all parts of the article keep some."""
    points = [make_point(str(n)) for n in range(21)]
    assert [point.text for point in thin_out(points)] == ["0", "3", "6", "9", "12", "15", "18"]
    assert thin_out(points[:3]) == points[:3]
