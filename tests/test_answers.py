"""Answers of models: what is good is kept, and nothing that was not written in full."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from summarizer.engines.answers import read_answer
from summarizer.errors import EngineError
from summarizer_schemas.wire import WireReply
from tests.servers.fixtures import make_event, make_words

WORDS = make_words()


class Report(BaseModel):
    """A schema of the caller's own."""

    model_config = ConfigDict(extra="forbid")

    title: str
    numbers: list[int]
    names: list[str] = []
    nested: dict[str, list[int]] = {}


class Inner(BaseModel):
    """A list within an object."""

    items: list[str]


class Outer(BaseModel):
    """An object with a list in it."""

    inner: Inner


def read_wire(text: str, **options: Any) -> tuple[WireReply, Any]:
    """Reads an answer in the wire form."""
    parsed = read_answer(text, WireReply, **options)
    return cast("WireReply", parsed.wire), parsed


@pytest.mark.parametrize(
    "text",
    [
        WORDS,
        f"\n\n {WORDS} \n",
        f'<think>So {{it}} is: {{"key_points": 3}}.</think>{WORDS}',
        f"So it is, {{}} or so.</think>\n{WORDS}",
        f"```json\n{WORDS}\n```",
        f"```\n{WORDS}\n```\nThat is all {{of it}}.",
        f"Here you are, {{as asked}}:\n{WORDS}\nAnything else?",
        f'{{"thought": "{{"}} {WORDS}',
        f'{{"reply": {WORDS}}}',
        json.dumps(json.loads(WORDS), indent=4),
        json.dumps({"reasoning": "none", **json.loads(WORDS)}),
        WORDS.replace("Nine died. 0", "Nine\ndied. 0"),
    ],
)
def test_an_answer_is_found_in_what_surrounds_it(text: str) -> None:
    """Thoughts, Markdown, chatter and a wrapper around the JSON change nothing."""
    wire, parsed = read_wire(text)
    assert (len(wire.key_points), len(wire.events)) == (2, 2)
    assert not parsed.broken
    assert not parsed.truncated


def test_one_bad_item_costs_one_item() -> None:
    """Items that fit stay in their order; one that does not is kept as words with its problem."""
    data = json.loads(make_words(1, 3))
    data["events"][1]["type"] = "Rumpelstiltskin"
    data["key_points"].append({"quotes": "no list"})
    wire, parsed = read_wire(json.dumps(data))
    assert [event.trigger for event in wire.events] == ["strikes 0", "strikes 2"]
    assert [one.field for one in parsed.broken] == ["events", "key_points"]
    assert parsed.broken[0].problem == "type: not one of the allowed values"
    assert json.loads(parsed.broken[0].words)["type"] == "Rumpelstiltskin"
    assert parsed.broken[1].problem == "quotes: not a list"


def test_problems_hold_no_words_of_the_answer() -> None:
    """A key or a value that a model made up is not repeated in a problem or a message."""
    name = "Rumpelstiltskin"
    event = {**make_event(), name: name, "realis": name, "figures": name}
    _, parsed = read_wire(json.dumps({"key_points": [], "events": [event, name]}))
    assert len(parsed.broken) == 2
    assert all(name not in one.problem for one in parsed.broken)
    bad_ones: list[Any] = [{"key_points": name, "events": []}, {name: name, "events": []}, name]
    for bad in bad_ones:
        with pytest.raises(EngineError) as caught:
            read_wire(json.dumps(bad))
        assert name not in str(caught.value)
        assert (caught.value.kind, caught.value.retryable) == ("invalid", True)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("<think>Hm", "empty"),
        ("I have read it.", "not the JSON object"),
        ("[1, 2]", "not the JSON object"),
        ('{"events": []}', "key_points: is missing"),
        ('{"key_points": {}, "events": []}', "key_points: not a list"),
        ('{"key_points": [}, "events": []}', "not the JSON object"),
    ],
)
def test_an_unusable_answer_says_why(text: str, problem: str) -> None:
    """When nothing of it can be used, the reason is given in one line and may be passed on."""
    with pytest.raises(EngineError, match=problem) as caught:
        read_wire(text)
    assert caught.value.kind == "invalid"


def is_prefix(part: tuple[Any, ...] | list[Any], whole: tuple[Any, ...] | list[Any]) -> bool:
    """Returns whether one list begins the other."""
    return list(part) == list(whole)[: len(part)]


@given(
    points=st.integers(0, 3),
    events=st.integers(0, 3),
    indent=st.sampled_from([None, 2]),
    cut=st.floats(0, 1),
    ascii_only=st.booleans(),
    name=st.text(max_size=20),
)
def test_a_cut_answer_is_a_prefix(
    *, points: int, events: int, indent: int | None, cut: float, ascii_only: bool, name: str
) -> None:
    """Cut anywhere, an answer keeps items from its beginning, and alters none of them."""
    data = json.loads(make_words(points, events))
    for event in data["events"]:
        event["trigger"] = name.encode("utf-8", "replace").decode()
    text = json.dumps(data, indent=indent, ensure_ascii=ascii_only)
    whole, _ = read_wire(text)
    part = text[: int(len(text) * cut)]
    if not part.strip():
        return
    wire, parsed = read_wire(part, truncated=True)
    assert is_prefix(wire.key_points, whole.key_points)
    assert is_prefix(wire.events, whole.events)
    assert not parsed.broken
    assert parsed.truncated == (part != text)


@pytest.mark.parametrize("truncated", [True, False])
def test_a_cut_at_every_position(truncated: bool) -> None:  # noqa: FBT001
    """What the property says holds at each position of one answer, said to be cut or not."""
    whole, _ = read_wire(WORDS)
    for cut in range(1, len(WORDS)):
        try:
            wire, parsed = read_wire(WORDS[:cut], truncated=truncated)
        except EngineError as error:
            # Before the first name is there, only the server knows that this is a beginning.
            assert not truncated, cut
            assert error.kind == "invalid", cut  # noqa: PT017
            assert cut < len('{"key_points"'), cut
            continue
        assert parsed.truncated, cut
        assert is_prefix(wire.key_points, whole.key_points), cut
        assert is_prefix(wire.events, whole.events), cut


def test_a_cut_number_is_no_number() -> None:
    """The beginning of 123 is not taken for 12, nor that of a word for the word."""
    text = '{"title": "t", "names": ["ab", "cd"], "numbers": [5, 123, 9]}'
    for cut in range(text.index("12"), len(text)):
        parsed = read_answer(text[:cut], Report, truncated=True)
        wire = cast("Report", parsed.wire)
        assert is_prefix(wire.numbers, [5, 123, 9])
        assert wire.names == ["ab", "cd"]


def test_a_list_within_an_object_is_cut_the_same_way() -> None:
    """Items are kept to the last complete one where the list stands deeper."""
    parsed = read_answer('{"inner": {"items": ["a", "b", "c', Outer, truncated=True)
    assert parsed.wire == Outer(inner=Inner(items=["a", "b"]))
    assert parsed.truncated


def test_a_field_that_was_never_reached_is_said() -> None:
    """A cut-off answer without a required field that is no list is of no use."""
    with pytest.raises(EngineError, match="title: is missing") as caught:
        read_answer('{"numbers": [1, 2', Report, truncated=True)
    assert caught.value.kind == "truncated"


def test_an_unknown_member_at_the_top_is_dropped() -> None:
    """What was not asked for is not a reason to ask again."""
    parsed = read_answer('{"title": "t", "numbers": [], "mood": "good"}', Report)
    assert parsed.wire == Report(title="t", numbers=[])


@given(st.text(max_size=200), st.booleans())
def test_any_text_is_read_or_refused(text: str, truncated: bool) -> None:  # noqa: FBT001
    """Whatever a model writes, it is read, or refused with an error of ours."""
    try:
        read_wire(text, truncated=truncated)
    except EngineError as error:
        assert error.kind in {"invalid", "truncated"}  # noqa: PT017


@pytest.mark.parametrize("text", ["{" * 20_000, "[" * 20_000, '{"events":' * 5_000, "{}" * 20_000])
def test_a_pathological_answer_ends(text: str) -> None:
    """Deep nesting and endless braces neither overflow the stack nor take long."""
    with pytest.raises(EngineError):
        read_wire(text)


def test_half_a_surrogate_pair_is_read_as_unknown() -> None:
    """A stray half of a pair does not cost the answer, nor the items beside it."""
    parsed = read_answer('{"items": ["a\ud800b", "c"]}', Inner)
    assert cast("Inner", parsed.wire).items == ["a\ufffdb", "c"]
