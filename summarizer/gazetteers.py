"""Gazetteers that other distributions bring, found by the entry points they declare."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from typing import cast

from summarizer.errors import ConfigError
from summarizer.places import Gazetteer

GROUP = "structured_summarizer.gazetteers"
"""The entry point group: each entry names a class or function that takes no arguments."""


def list_gazetteers() -> tuple[str, ...]:
    """Returns the names of the gazetteers installed here, in alphabetical order."""
    return tuple(sorted({entry.name for entry in entry_points(group=GROUP)}))


def load_gazetteer(name: str) -> Gazetteer:
    """Returns a new gazetteer of an installed distribution.

    Args:
        name: The name it is declared by, in the entry point group
            `structured_summarizer.gazetteers`.

    Raises:
        ConfigError: none is installed by this name, two are, it cannot be loaded, or what it
            gives has no `find`; the message says what is installed and how to add one.

    Example:
        >>> load_gazetteer("atlas-of-vantia")
        Traceback (most recent call last):
        ...
        summarizer.errors.ConfigError: unknown gazetteer 'atlas-of-vantia'; installed: none. \
Install a distribution that declares it in the entry point group \
'structured_summarizer.gazetteers' (docs/gazetteers.md)
    """
    entry = _find_entry(name)
    try:
        factory = entry.load()
        made: object = factory()
    except Exception as error:
        raise ConfigError(
            f"gazetteer {name!r} ({entry.value}) cannot be loaded: {type(error).__name__}: {error};"
            " mend or reinstall the distribution that brings it"
        ) from error
    if not callable(getattr(made, "find", None)):
        raise ConfigError(
            f"gazetteer {name!r} ({entry.value}) gives {type(made).__name__!r}, which has no"
            " method 'find'; docs/gazetteers.md shows what it looks like"
        )
    return cast("Gazetteer", made)


def _find_entry(name: str) -> EntryPoint:
    values = {entry.value: entry for entry in entry_points(group=GROUP, name=name)}
    if not values:
        raise ConfigError(
            f"unknown gazetteer {name!r}; installed: {', '.join(list_gazetteers()) or 'none'}."
            f" Install a distribution that declares it in the entry point group {GROUP!r}"
            " (docs/gazetteers.md)"
        )
    if len(values) > 1:
        raise ConfigError(
            f"gazetteer {name!r} is declared more than once: {', '.join(sorted(values))};"
            " uninstall all but one"
        )
    return next(iter(values.values()))
