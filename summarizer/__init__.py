"""One article in, one `Result` out: key points and event records tied to verbatim words.

    >>> from summarizer import summarize
    >>> result = summarize("Vantia's president visited Norburg on Monday.", published="2024-01-19")
    >>> [event.type for event in result.events]
    ['CONSULT']

Names are loaded when first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer.api import Summarizer, asummarize, summarize
    from summarizer.comparing import compare_results, compare_runs
    from summarizer.dates import resolve_date
    from summarizer.errors import (
        ArticleError,
        ConfigError,
        EngineError,
        ReplayMissError,
        ResultError,
        SummarizerError,
    )
    from summarizer.grounding import Rejection, ground
    from summarizer.hooks import Notice
    from summarizer.pages.review import render_review
    from summarizer.places import find_country
    from summarizer.reading import read_article, read_articles
    from summarizer.settings import Settings
    from summarizer.stories import Story, read_results, read_stories
    from summarizer.tables import to_acled_rows, to_markdown, to_plover, to_tables
    from summarizer.tallies import parse_figures
    from summarizer.telemetry import otel_observer
    from summarizer_schemas.article import Article
    from summarizer_schemas.quote import Extraction, Quote, RejectedQuote
    from summarizer_schemas.record import (
        Claim,
        Event,
        EventDate,
        Evidence,
        Figure,
        KeyPoint,
        Link,
        Location,
        Party,
        Target,
    )
    from summarizer_schemas.result import Failure, Provenance, Rejected, Result, Usage

_ROOMS = {
    "summarizer.api": ("Summarizer", "asummarize", "summarize"),
    "summarizer.comparing": ("compare_results", "compare_runs"),
    "summarizer.dates": ("resolve_date",),
    "summarizer.errors": (
        "ArticleError",
        "ConfigError",
        "EngineError",
        "ReplayMissError",
        "ResultError",
        "SummarizerError",
    ),
    "summarizer.grounding": ("Rejection", "ground"),
    "summarizer.hooks": ("Notice",),
    "summarizer.pages.review": ("render_review",),
    "summarizer.places": ("find_country",),
    "summarizer.reading": ("read_article", "read_articles"),
    "summarizer.settings": ("Settings",),
    "summarizer.stories": ("Story", "read_results", "read_stories"),
    "summarizer.tables": ("to_acled_rows", "to_markdown", "to_plover", "to_tables"),
    "summarizer.tallies": ("parse_figures",),
    "summarizer.telemetry": ("otel_observer",),
    "summarizer_schemas.article": ("Article",),
    "summarizer_schemas.record": (
        "Claim",
        "Event",
        "EventDate",
        "Evidence",
        "Figure",
        "KeyPoint",
        "Link",
        "Location",
        "Party",
        "Target",
    ),
    "summarizer_schemas.quote": ("Extraction", "Quote", "RejectedQuote"),
    "summarizer_schemas.result": ("Failure", "Provenance", "Rejected", "Result", "Usage"),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "Article",
    "ArticleError",
    "Claim",
    "ConfigError",
    "EngineError",
    "Event",
    "EventDate",
    "Evidence",
    "Extraction",
    "Failure",
    "Figure",
    "KeyPoint",
    "Link",
    "Location",
    "Notice",
    "Party",
    "Provenance",
    "Quote",
    "Rejected",
    "RejectedQuote",
    "Rejection",
    "ReplayMissError",
    "Result",
    "ResultError",
    "Settings",
    "Story",
    "Summarizer",
    "SummarizerError",
    "Target",
    "Usage",
    "asummarize",
    "compare_results",
    "compare_runs",
    "find_country",
    "ground",
    "otel_observer",
    "parse_figures",
    "read_article",
    "read_articles",
    "read_results",
    "read_stories",
    "render_review",
    "resolve_date",
    "summarize",
    "to_acled_rows",
    "to_markdown",
    "to_plover",
    "to_tables",
]


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        return version("structured-summarizer")
    if name not in _ROOM_OF:
        raise AttributeError(f"module 'summarizer' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_ROOM_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
