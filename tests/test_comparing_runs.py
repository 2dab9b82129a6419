"""Two runs: which article is which, and what is told of the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.comparing import Counts, Repeat, compare_runs
from summarizer.comparing.wording import describe_counts
from summarizer_schemas.result import Result
from tests.comparing_pieces import count, draw_results, happen, make_result, on, point, recall

QUOTES = [
    point("The ferry left the old port of Norburg at dawn."),
    point("Nobody had told the crew of the coming storm."),
]
OTHER = make_result(recall(), id="other", title="Envoys go home", text="other")


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ({"text": "a"}, {"text": "b"}, "id"),
        ({"id": "a"}, {"id": "b"}, "sha256"),
        (
            {"id": "a", "text": "a", "url": "https://www.example.org/x/?utm_source=feed"},
            {"id": "b", "text": "b", "url": "http://example.org/x#top"},
            "url",
        ),
        (
            {"id": "a", "text": "a", "title": "Ferry sinks off Norburg, 12 dead"},
            {"id": "b", "text": "b", "title": "Ferry sinks off Norburg, 17 dead"},
            "title",
        ),
        (
            {"id": "a", "text": "a", "title": None, "points": QUOTES},
            {"id": "b", "text": "b", "title": "A ferry is lost", "points": QUOTES},
            "quotes",
        ),
    ],
)
def test_articles_find_their_partner(
    before: dict[str, Any], after: dict[str, Any], reason: str
) -> None:
    """The strongest thing two results have in common pairs them, and the reason is told."""
    first = make_result(happen(), **before)
    later = make_result(happen(figures=(count(17),)), **after)
    found = compare_runs([OTHER, first], [later, OTHER])
    assert [(one.kind, one.paired_by) for one in found.articles] == [("changed", reason)]
    assert found.article_counts == Counts(changed=1, same=1)


@pytest.mark.parametrize(
    "more",
    [
        {"title": "Mayor of Halden opens the new bridge"},
        {"publisher": "The Other Courier"},
        {"published": "2026-05-01"},
    ],
)
def test_strangers_are_not_paired(more: dict[str, Any]) -> None:
    """Another headline, publisher or month makes two articles of two."""
    base: dict[str, Any] = {"publisher": "The Courier", "published": "2026-03-10"}
    first = make_result(happen(), id="a", text="a", **base)
    later = make_result(recall(), id="b", text="b", **base | more)
    found = compare_runs([first, OTHER], [later, OTHER])
    assert [one.kind for one in found.articles] == ["new", "gone"]


def test_two_single_results_are_compared_whatever_they_are_called() -> None:
    """Where each run has but one article, these two are meant."""
    first = make_result(happen(), id="a", title="Norburg", text="a")
    later = make_result(happen(date=on(11)), id="b", title="Shells", text="b")
    found = compare_runs([first], [later])
    assert [one.paired_by for one in found.articles] == ["only"]


def test_an_id_that_comes_twice_is_told_and_nothing_is_lost() -> None:
    """Results of one id pair by their text, then in order; what is left is new or gone."""
    versions = [make_result(happen(figures=(count(n),)), text=str(n)) for n in (12, 14, 17)]
    found = compare_runs([versions[0], versions[2]], [versions[2], versions[1], versions[1]])
    assert [one.kind for one in found.articles] == ["changed", "new"]
    assert found.article_counts == Counts(changed=1, new=1, same=1)
    assert found.repeats == (Repeat("before", "harbour", 2), Repeat("after", "harbour", 3))


def test_counts_and_the_first_line() -> None:
    """Events of new and gone articles are new and gone; the first line sums it all up."""
    before = [make_result(happen(), recall(), id="a"), OTHER]
    after = [
        make_result(happen(figures=(count(17),)), recall(), id="a"),
        make_result(happen(), id="n", title="Bridge opens", text="n", publisher="Elsewhere"),
    ]
    found = compare_runs(before, after)
    assert found.event_counts == Counts(new=1, gone=1, changed=1, same=1)
    assert describe_counts(found) == (
        "3 articles: 1 changed, 1 new, 1 gone; 1 event new, 1 gone, 1 changed"
    )


def test_only_what_is_asked_for_is_kept() -> None:
    """Of other kinds nothing is left, neither in the list nor in the counts."""
    before = make_result(happen(), recall(), points=[point("Rain fell.")])
    after = make_result(happen(figures=(count(17),)), points=[point("Rain fell.")])
    found = compare_runs([before], [after])
    gone = found.keep(["gone"])
    assert [[event.kind for event in one.events] for one in gone.articles] == [["gone"]]
    assert gone.event_counts == Counts(gone=1)
    assert found.keep(["new"]).articles == ()


@settings(max_examples=15)
@given(st.lists(draw_results(2), max_size=4), st.data())
def test_a_run_does_not_differ_from_itself_in_another_order(
    results: list[Result], data: st.DataObject
) -> None:
    """The order of the results of a run makes no difference, as long as their ids differ."""
    run = [
        one.model_copy(update={"article": one.article.model_copy(update={"id": str(at)})})
        for at, one in enumerate(results)
    ]
    found = compare_runs(run, data.draw(st.permutations(run)))
    assert (found.articles, found.article_counts) == ((), Counts(same=len(run)))


def test_a_run_is_read_once_and_one_by_one() -> None:
    """The later run is not gathered: an article is compared before the next one is read."""
    alive: list[int] = []
    run = [make_result(happen(), id=str(n), text=str(n)) for n in range(50)]

    def read() -> Iterator[Result]:
        for at, one in enumerate(run):
            alive.append(at)
            yield one

    assert compare_runs(iter(run), read()).article_counts == Counts(same=50)
    assert alive == list(range(50))
