"""The engines, and how one is put together from the settings."""

from __future__ import annotations

from summarizer.engines.base import Engine
from summarizer.engines.embedded import Embedded
from summarizer.errors import ConfigError
from summarizer.settings import Settings


def build_engine(settings: Settings) -> Engine:
    """Returns the engine the settings name.

    Raises:
        ConfigError: there is no such engine; the message lists those there are.
    """
    if settings.is_embedded:
        return Embedded()
    raise ConfigError(f"model {settings.model!r} cannot be asked yet")
