"""The engines, and how one is put together from the settings.

Store > Fallback > Retrying > Paced > Limits > Llm > HTTP        with a language model
Embedded                                                         without one
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from summarizer.engines.base import Engine, close_engine
from summarizer.engines.embedded import Embedded
from summarizer.hooks import Observer, ignore
from summarizer.settings import Settings

if TYPE_CHECKING:
    from openai import AsyncOpenAI

    from summarizer.engines.limits import Purse

__all__ = ["Engine", "build_engine", "close_engine"]


def build_engine(
    settings: Settings,
    *,
    client: AsyncOpenAI | None = None,
    observer: Observer = ignore,
    now: Callable[[], datetime] | None = None,
    purse: Purse | None = None,
) -> Engine:
    """Returns the engine the settings name, with all that stands before the model.

    Args:
        settings: which models, how patiently, how much money, and what is kept.
        client: a ready client for the first model; used as it is and not closed.
        observer: told of requests, replies and retries.
        now: dates the lines of a tape.
        purse: money shared with others; without it, `max_cost_usd` is for this engine alone.

    Raises:
        ConfigError: a file that the settings name cannot be used.

    Example:
        >>> type(build_engine(Settings())).__name__
        'Embedded'
    """
    if settings.is_embedded:
        return Embedded()
    # Only here: who asks no model pays for none of it.
    from summarizer.engines.congestion import Paced, Window
    from summarizer.engines.fallback import Fallback
    from summarizer.engines.limits import Limiter, Limits, Purse
    from summarizer.engines.llm import Llm
    from summarizer.engines.retrying import Retrying
    from summarizer.engines.store import keep_answers

    if settings.store == "replay":
        return keep_answers(None, settings, now=now)
    money = purse or Purse(settings.max_cost_usd, allow_unknown_price=settings.allow_unknown_price)

    def stack(chosen: Settings, ready: AsyncOpenAI | None) -> Engine:
        if chosen.is_embedded:
            return Embedded()
        model = Llm(chosen, client=ready, notify=observer)
        limiter = Limiter(chosen.requests_per_minute, chosen.tokens_per_minute)
        limited: Engine = Limits(model, chosen, limiter=limiter, purse=money)
        if chosen.max_concurrency is not None:
            window = Window(chosen.max_concurrency)
            limited = Paced(limited, chosen, window=window, notify=observer)
        return Retrying(limited, chosen, notify=observer)

    first = stack(settings, client)
    others = [stack(settings.for_fallback(name), None) for name in settings.fallbacks]
    asked = Fallback([first, *others]) if others else first
    return keep_answers(asked, settings, now=now)
