"""The review page: articles with what was found in them, to be read, corrected and kept as gold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from summarizer.controls import clean_for_terminal
from summarizer.errors import ArticleError
from summarizer.foldernames import name_folders
from summarizer.pages.frame import Page, read_part, render_page
from summarizer.stories import Story
from summarizer.textmap import TextMap
from summarizer_schemas import codes, record

_SCRIPTS = (
    "article.js", "gold.js", "cards.js", "forms.js", "work.js", "list.js", "review.js",
)  # fmt: skip
_MOST_TITLE = 100

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Saving:
    """How the page keeps what somebody did, where a server stands behind it.

    Attributes:
        address: where to send it.
        header: name of the header that carries the token.
        token: shows that the page came from the server.
        kept: gold that was saved before, and its revision, by folder.
    """

    address: str
    header: str
    token: str = field(repr=False)
    kept: Mapping[str, tuple[Json, str]] = field(default_factory=dict[str, tuple[Json, str]])


def render_review(
    stories: Sequence[Story], *, errors: Sequence[ArticleError] = (), annotator: str = "a1"
) -> str:
    """Returns the review page as HTML: one file that needs no network.

    Args:
        stories: results with their articles, in the order of the list.
        errors: what could not be read; the page says so.
        annotator: who is named in the gold that is made with the page.

    Raises:
        ConfigError: the page would be larger than a browser reads.

    Example:
        >>> from summarizer import Article, Story, summarize
        >>> article = Article(text="Rain fell on Norburg.")
        >>> page = render_review([Story(summarize(article), article)])
        >>> page.startswith("<!doctype html>"), "Rain fell on Norburg." in page
        (True, True)
    """
    return render_page(build_review(stories, errors=errors, annotator=annotator))


def build_review(
    stories: Sequence[Story],
    *,
    errors: Sequence[ArticleError] = (),
    annotator: str = "a1",
    saving: Saving | None = None,
) -> Page:
    """Returns the page, to be rendered.

    Args:
        stories: results with their articles, in the order of the list.
        errors: what could not be read; the page says so.
        annotator: who is named in the gold that is made.
        saving: the server behind the page; None: gold is downloaded.
    """
    folders = name_folders([story.result.article.id for story in stories])
    title = f"{len(stories):,} articles" if len(stories) != 1 else _find_title(stories[0])
    return Page(
        title=f"{title}: review",
        plain=f"What was found in {title}.",
        body=_read("review.html"),
        styles=(_read("review.css"),),
        scripts=tuple(_read(name) for name in _SCRIPTS),
        island={
            "annotator": annotator,
            "codes": list_codes(),
            "errors": [str(one) for one in errors],
            "saving": _describe(saving),
            "stories": [
                _build_story(story, folder, saving)
                for story, folder in zip(stories, folders, strict=True)
            ],
        },
        connects=saving is not None,
    )


def _read(name: str) -> str:
    return read_part("summarizer.pages", name)


def _describe(saving: Saving | None) -> Json | None:
    if saving is None:
        return None
    return {"address": saving.address, "header": saving.header, "token": saving.token}


def _build_story(story: Story, folder: str, saving: Saving | None) -> Json:
    text = story.article.text if story.article else None
    gold, revision = (saving.kept.get(folder) if saving else None) or (None, None)
    segments = TextMap(text).segments if text is not None else ()
    result = story.result.model_dump(mode="json", exclude_none=True)
    return {
        "folder": folder,
        "source": story.source,
        "headline": _find_title(story),
        "text": text,
        "segments": [[one.kind, one.start, one.end] for one in segments],
        "blocks": [[one.start, one.end] for one in segments if one.kind == "key_points"],
        "result": result,
        "saved": gold,
        "revision": revision,
    }


def _find_title(story: Story) -> str:
    """Returns the headline, or the first line of the text, or the id."""
    given = story.result.article.title or ""
    text = story.article.text if story.article else ""
    lines = (" ".join(line.split()) for line in (given, *text[:10_000].splitlines()))
    line = next(filter(None, lines), story.result.article.id)
    shown = line if len(line) <= _MOST_TITLE else f"{line[: _MOST_TITLE - 1].rstrip()}…"
    return clean_for_terminal(shown)


def list_codes() -> Json:
    """Returns the values that the forms of the page offer."""
    return {
        "types": get_args(codes.EventType),
        "modes": dict(codes.MODES_BY_TYPE),
        "contexts": get_args(codes.Context),
        "sectors": get_args(codes.Sector),
        "party_kinds": get_args(record.PartyKind),
        "precisions": get_args(record.Precision),
        "place_bases": get_args(record.PlaceBasis),
        "date_bases": get_args(record.DateBasis),
        "measures": get_args(record.Measure),
        "qualifiers": get_args(record.Qualifier),
        "figure_statuses": get_args(record.FigureStatus),
        "stances": get_args(record.Stance),
        "realis": get_args(record.Realis),
        "certainties": get_args(record.Certainty),
        "saliences": get_args(record.Salience),
    }
