"""The engines, and how one is put together from the settings."""

from __future__ import annotations

from summarizer.engines.base import Engine
from summarizer.engines.embedded import Embedded
from summarizer.errors import ConfigError, list_choices
from summarizer.settings import EMBEDDED, MODELS, Settings


def build_engine(settings: Settings) -> Engine:
    """Returns the engine the settings name.

    Raises:
        ConfigError: there is no such engine; the message lists those there are.
    """
    if settings.model != EMBEDDED:
        raise ConfigError(list_choices("model", settings.model, MODELS))
    return Embedded()
