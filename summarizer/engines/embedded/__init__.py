"""The engine that needs no model, no key and no network: sentences chosen, events by patterns.

All it says is verbatim. It reads no environment and keeps no state between articles.
"""

from __future__ import annotations

from summarizer.engines.base import Reply, Request
from summarizer.engines.embedded.events import Reader
from summarizer.engines.embedded.keypoints import choose_key_points
from summarizer.engines.embedded.language import looks_english
from summarizer.errors import EngineError
from summarizer.settings import EMBEDDED
from summarizer_schemas.wire import WireKeyPoint, WireReply

NO_EVENTS_IN_LANGUAGE = "language_not_supported: the embedded engine finds events in English only"


def _is_english(request: Request) -> bool:
    """What the caller says of the language counts; else what the words tell."""
    if request.language:
        return request.language.lower().split("-")[0] == "en"
    return looks_english(request.text)


class Embedded:
    """The embedded extractive engine."""

    async def ask(self, request: Request) -> Reply:
        """Returns key points and events in the article's own words.

        Raises:
            EngineError: it is asked for something else than an article.
        """
        if request.job != "article":
            raise EngineError(f"the embedded engine does not do {request.job!r}; name a model")
        reader = Reader(request.text)
        is_english = _is_english(request)
        points = [
            self._write_key_point(reader, choice.start, choice.end)
            for choice in choose_key_points(request.text, title=request.title)
        ]
        events = reader.find_events(request.published) if is_english else []
        return Reply(
            wire=WireReply(key_points=points, events=events),
            engine=EMBEDDED,
            warnings=() if is_english else (NO_EVENTS_IN_LANGUAGE,),
        )

    def _write_key_point(self, reader: Reader, start: int, end: int) -> WireKeyPoint:
        words = reader.text.text[start:end]
        return WireKeyPoint(quotes=[words], text=words, claimants=reader.find_claimants(start, end))
