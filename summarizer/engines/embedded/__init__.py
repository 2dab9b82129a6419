"""The engine that needs no model, no key and no network: sentences chosen, events by patterns.

All it says is verbatim. It reads no environment and keeps no state between articles.
"""

from __future__ import annotations

from summarizer.engines.base import Reply, Request
from summarizer.engines.embedded.events import find_events
from summarizer.engines.embedded.keypoints import choose_key_points
from summarizer.settings import EMBEDDED
from summarizer_schemas.wire import WireKeyPoint, WireReply

NO_EVENTS_IN_LANGUAGE = "language_not_supported: the embedded engine finds events in English only"


class Embedded:
    """The embedded extractive engine."""

    async def ask(self, request: Request) -> Reply:
        """Returns key points and events in the article's own words."""
        text = request.text
        points = [
            WireKeyPoint(quotes=[text.text[choice.start : choice.end]], text=text.text[choice.start : choice.end], claimants=[])
            for choice in choose_key_points(text, title=request.title)
        ]
        is_english = (request.language or "en").lower().split("-")[0] == "en"
        wire = WireReply(key_points=points, events=find_events(text) if is_english else [])
        warnings = () if is_english else (NO_EVENTS_IN_LANGUAGE,)
        return Reply(wire=wire, engine=EMBEDDED, warnings=warnings)
