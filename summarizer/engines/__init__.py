"""The engines, and how one is put together from the settings."""

from __future__ import annotations

from summarizer.engines.base import Engine
from summarizer.engines.embedded import Embedded
from summarizer.settings import Settings


def build_engine(settings: Settings) -> Engine:
    """Returns the engine the settings name; `Settings` has refused the unknown ones."""
    return Embedded()
