"""The examples a model is shown hold to the rules it is given."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest

from summarizer import Rejection, ground
from summarizer.prompts import list_prompts, load_prompt
from summarizer.prompts.examples import Example, render_examples
from summarizer.resolve import resolve
from summarizer.textmap import TextMap
from summarizer_schemas.codes import MODES_BY_TYPE
from summarizer_schemas.wire import WireEvent, WireParty, WireReply

EXAMPLES = [
    pytest.param(example, id=f"{prompt_id}-{number}")
    for prompt_id in list_prompts()
    if load_prompt(prompt_id).schema == "WireReply"
    for number, example in enumerate(load_prompt(prompt_id).examples)
]


def read(example: Example) -> WireReply:
    """Returns the reply as the wire form."""
    return WireReply.model_validate_json(json.dumps(example.reply))


def list_parties(reply: WireReply) -> Iterator[WireParty]:
    """Yields everybody in a reply."""
    for point in reply.key_points:
        yield from point.claimants
    for event in reply.events:
        yield from (*event.actors, *event.recipients)
        if event.target_described_by:
            yield event.target_described_by
        yield from (one.claimant for one in event.claims)
        for figure in event.figures:
            yield from figure.claimants


def list_words(reply: WireReply) -> Iterator[str]:
    """Yields all words that are said to be copied."""
    for point in reply.key_points:
        yield from point.quotes
    for event in reply.events:
        yield from (*event.quotes, event.trigger)
        yield from (one for one in (event.target, event.location, event.date) if one)
        for figure in event.figures:
            yield from (figure.quote, figure.text, *([figure.group] if figure.group else []))
        yield from (words for one in event.claims for words in (one.quote, one.cue))
        yield from (link.quote for link in event.links if link.quote)
    for party in list_parties(reply):
        yield from (one for one in (party.text, party.name, party.role) if one)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_copied_word_stands_in_the_article(example: Example) -> None:
    """Letter by letter: no folding, no leaving out."""
    for words in list_words(read(example)):
        found = ground(example.article, words)
        assert not isinstance(found, Rejection), words
        assert found.match == "exact", words


@pytest.mark.parametrize("example", EXAMPLES)
def test_parts_stand_within_what_they_are_parts_of(example: Example) -> None:
    """Triggers within the first quote, figures and cues within theirs, names within their words."""
    reply = read(example)
    for event in reply.events:
        assert event.trigger in event.quotes[0]
        assert all(figure.text in figure.quote for figure in event.figures)
        assert all(claim.cue in claim.quote for claim in event.claims)
    for party in list_parties(reply):
        assert party.name is None or party.name in party.text


@pytest.mark.parametrize("example", EXAMPLES)
def test_codes_fit_one_another(example: Example) -> None:
    """Modes belong to their type; positions lead to other items of the reply."""
    reply = read(example)
    for index, event in enumerate(reply.events):
        assert set(event.modes) <= set(MODES_BY_TYPE[event.type])
        for place, figure in enumerate(event.figures):
            assert figure.subset_of is None or figure.subset_of in {*range(len(event.figures))} - {
                place
            }
        others = set(range(len(reply.events))) - {index}
        assert {link.target for link in event.links} <= others
        assert event.date_anchor is None or event.date_anchor in others


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_library_accepts_it_whole(example: Example) -> None:
    """What the model is shown would be resolved without a reject or a flag."""
    found = resolve(read(example), TextMap(example.article), published=example.published)
    assert found.rejected == []
    assert [point.flags for point in found.key_points] == [()] * len(found.key_points)
    assert len(found.events) == len(read(example).events)


@pytest.mark.parametrize("example", EXAMPLES)
def test_it_is_shown_as_the_answer_should_be(example: Example) -> None:
    """Compact JSON, fields in the order of the schema."""
    shown = render_examples([example]).partition("Answer: ")[2]
    assert shown == read(example).model_dump_json()


def find(example: Example, **wanted: object) -> WireEvent:
    """Returns the first event with these values."""
    return next(
        event
        for event in read(example).events
        if all(getattr(event, name) == value for name, value in wanted.items())
    )


def test_the_example_shows_what_is_hard() -> None:
    """Tolls that disagree, a denial, a described target, a subset, a plan, null for the untold."""
    example = load_prompt("article/v1").examples[0]
    attack = find(example, type="ASSAULT")
    tolls = [figure for figure in attack.figures if figure.subset_of is None]
    assert len({figure.text for figure in tolls}) == 2
    assert len({figure.claimants[0].text for figure in tolls}) == 2
    assert any(figure.subset_of == 0 for figure in attack.figures)
    assert any(claim.stance == "denies" for claim in attack.claims)
    assert attack.target_described_by is not None
    plan = find(example, realis="future")
    assert (plan.target, plan.location, plan.figures) == (None, None, [])
    assert example.published == date(2031, 5, 9)
