"""The gold set holds what evals/README.md promises."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from summarizer.textmap import TextMap
from summarizer_evals.gold.lint import lint_all
from summarizer_evals.gold.reading import Case, read_cases
from summarizer_evals.gold.records import GoldEvent
from summarizer_schemas.codes import EventType

ROOT = Path(__file__).parent.parent / "evals" / "gold"
TAGS = {
    "topic": set(
        "conflict diplomacy politics protest disaster accident economy crime health culture "
        "sport science".split()
    ),
    "style": set("wire local bulletin feature live opinion".split()),
}
LANGUAGES = {"en", "de", "es", "fr", "pt"}
INJECTED = re.compile(r"injected|instruction to (machines|programs)", re.IGNORECASE)
"""How the rule of a trap says that the article tells machines what to do."""


@cache
def read() -> list[Case]:
    """Returns the gold set."""
    return read_cases(ROOT)


def list_events() -> list[GoldEvent]:
    """Returns all gold events."""
    return [event for case in read() for event in case.gold.events]


def test_lint_finds_no_error() -> None:
    """Gold that is measured with is sound."""
    problems, cases = lint_all(ROOT)
    assert [str(one) for one in problems if one.level == "error"] == []
    assert len(cases) == len(read())


def test_there_are_enough_articles_of_every_length() -> None:
    """At least 48 articles have 150 to 900 words, and no third of that range is thin."""
    words = [len(case.text.split()) for case in read()]
    assert len(words) >= 48
    assert 150 <= min(words)
    assert max(words) <= 900
    bounds = ((150, 250), (251, 450), (451, 900))
    assert all(sum(low <= one <= high for one in words) >= 12 for low, high in bounds)


def test_every_event_type_is_there() -> None:
    """All sixteen types of PLOVER, and OTHER, have an event that must not be optional."""
    assert {one.type for one in list_events() if not one.optional} == set(get_args(EventType))


def test_some_articles_have_no_event() -> None:
    """At least six articles tell of no event, and each has something that looks like one."""
    silent = [case.gold for case in read() if not case.gold.events]
    assert len(silent) >= 6
    assert all(one.background and one.key_points for one in silent)


def test_some_articles_instruct_machines() -> None:
    """At least four articles try to tell machines what to do, each with a trap for obedience."""
    traps = [
        (case.id, one) for case in read() for one in case.gold.traps if INJECTED.search(one.rule)
    ]
    assert len({case for case, _ in traps}) >= 4
    assert all(one.pattern for _, one in traps)


def test_other_languages_are_there() -> None:
    """At least three languages beside English have at least six articles together."""
    languages = Counter(case.gold.article.language for case in read())
    assert set(languages) <= LANGUAGES
    del languages["en"]
    assert len(languages) >= 3
    assert sum(languages.values()) >= 6


def test_some_articles_have_key_points_of_their_editors() -> None:
    """At least three articles have a block, and gold names exactly its bullets."""
    marked = {case.id: case for case in read() if case.gold.editorial_key_points}
    assert len(marked) >= 3
    for case in read():
        blocks = [one for one in TextMap(case.text).segments if one.kind == "key_points"]
        assert bool(blocks) == (case.id in marked), case.id
        for span in case.gold.editorial_key_points:
            assert any(one.start <= span.start and span.end <= one.end for one in blocks), case.id


def has_rival_tolls(event: GoldEvent) -> bool:
    """Tells whether two claimants give different counts of the dead."""
    tolls = {
        one.claimants[0].text: (one.low, one.best, one.high)
        for one in event.figures
        if one.measure == "killed" and one.claimants and one.subset_of is None
    }
    return len(set(tolls.values())) > 1


def test_some_tolls_are_rivals() -> None:
    """In at least four events different claimants count the dead differently."""
    assert sum(map(has_rival_tolls, list_events())) >= 4


@pytest.mark.parametrize(
    ("realis", "least"), [("negated", 10), ("future", 20), ("hypothetical", 5)]
)
def test_not_everything_has_happened(realis: str, least: int) -> None:
    """Denied, planned and conditional events are there in numbers."""
    assert sum(one.realis == realis for one in list_events()) >= least


def test_writing_varies() -> None:
    """Both kinds of quotation marks are there, a text all in capitals, and one without any."""
    texts = [case.text for case in read()]
    curly = sum("’" in one or "“" in one for one in texts)
    assert min(curly, len(texts) - curly) >= 10
    assert any(one == one.upper() for one in texts)
    assert any(one == one.lower() for one in texts)
    assert all(one == unicodedata.normalize("NFC", one) for one in texts)


@pytest.mark.parametrize("case", read(), ids=[case.id for case in read()])
def test_every_article_is_described(case: Case) -> None:
    """An article has its date, source, origin and tags from the list; gold, points and traps."""
    gold = case.gold
    assert gold.article.published
    assert gold.article.source_agency or gold.article.publisher
    assert gold.origin == "article and gold written by hand for this project"
    assert set(gold.tags) == {"topic", "style", "source"}
    assert all(gold.tags[name] in allowed for name, allowed in TAGS.items())
    assert 2 <= len(gold.key_points) <= 7
    assert gold.traps
    assert not gold.events or any(one.must for one in gold.events)
