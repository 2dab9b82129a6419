"""What may stand where an option wants one of several words; for the completion of shells.

Each function is called when somebody presses the tab key, and loads what it needs then. A shell
has no place for an error: where nothing can be offered, nothing is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from summarizer.errors import SummarizerError

_PRICES = Path(__file__).parent / "data" / "prices.yaml"


def offer(*values: str) -> Callable[[], list[str]]:
    """Returns what offers these words.

    Example:
        >>> offer("use", "mask")()
        ['use', 'mask']
    """

    def list_values() -> list[str]:
        return list(values)

    return list_values


def keep_plain(names: Iterable[str]) -> list[str]:
    """Returns the names that are words to every shell: others may come out of anybody's files.

    Example:
        >>> keep_plain(["core", "$(reboot)", "article/v2"])
        ['core', 'article/v2']
    """
    return [one for one in names if re.fullmatch(r"[\w./-]+", one)]


def offer_models() -> list[str]:
    """Returns the models with a known price, and the beginning of all other names.

    Example:
        >>> models = offer_models()
        >>> {"embedded", "openai/gpt-4.1-mini", "ollama/"} <= set(models)
        True
    """
    import yaml

    from summarizer.providers import PROVIDERS
    from summarizer.settings import EMBEDDED

    priced = yaml.safe_load(_PRICES.read_text(encoding="utf-8"))["prices"]
    models = [name for name in priced if not name.endswith("*")]
    return [EMBEDDED, *models, *(f"{one}/" for one in PROVIDERS)]


def offer_prompts() -> list[str]:
    """Returns the ids of the prompts there are, those of the own folder among them.

    Example:
        >>> offer_prompts()
        ['article/v1', 'judge/v1', 'merge/v1', 'repair/v1']
    """
    from summarizer.prompts import list_prompts
    from summarizer.settings import Settings

    with suppress(SummarizerError, OSError):
        return keep_plain(list_prompts(Settings.from_env().prompt_folder))
    return []


def offer_schemas() -> list[str]:
    """Returns the names of the published schemas.

    Example:
        >>> offer_schemas()
        ['article', 'result', 'wire']
    """
    from summarizer_schemas.generate import render_schemas

    return sorted(file.partition(".")[0] for file in render_schemas())


def offer_tables() -> list[str]:
    """Returns the names of the tables that results are written as.

    Example:
        >>> {"key_points", "events", "figures"} <= set(offer_tables())
        True
    """
    from summarizer.tables import TABLES

    return list(TABLES)


def offer_gazetteers() -> list[str]:
    """Returns the gazetteers that are installed.

    Example:
        >>> offer_gazetteers()
        []
    """
    from summarizer.gazetteers import list_gazetteers

    return list(list_gazetteers())


def offer_failures() -> list[str]:
    """Returns the classes of failure that a batch tells apart.

    Example:
        >>> "provider" in offer_failures()
        True
    """
    from typing import get_args

    from summarizer_schemas.result import ErrorKind

    return list(get_args(ErrorKind))
