"""Which article is which, and what decides its answer: the keys of the ledger."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from summarizer.api import load_words
from summarizer.batch.records import Entry
from summarizer.errors import ArticleError
from summarizer.settings import Settings
from summarizer_schemas.article import Article, hash_text

_KEY_VERSION = 1
"""Goes into every key; raised when the same article is to have another key."""
_HEX = 32
"""Digits of a key: 128 bits, so that a billion articles do not meet by chance."""


@dataclass(frozen=True, slots=True)
class Setup:
    """All that decides the answers of a batch, the articles apart.

    Where the provider is, how patiently it is asked and how much may be spent is not part of it:
    the same model gives the same answers behind another address.

    Attributes:
        facts: by name, in plain JSON types.
        sha256: hash of them.
    """

    facts: dict[str, Any] = field(hash=False)
    sha256: str

    @classmethod
    def of(cls, settings: Settings) -> Setup:
        """Returns the set-up that the settings make.

        Raises:
            ConfigError: there is no such prompt.

        Example:
            >>> sorted(Setup.of(Settings()).facts)
            ['editorial', 'gazetteer', 'model']
            >>> first = Setup.of(Settings(model="openai/gpt-4.1", requests_per_minute=60))
            >>> first.sha256 == Setup.of(Settings(model="openai/gpt-4.1")).sha256
            True
        """
        facts: dict[str, Any] = {
            "model": settings.model,
            "editorial": settings.editorial,
            "gazetteer": settings.gazetteer,
        }
        if not settings.is_embedded:
            facts |= _describe_questions(settings)
        return cls(facts, _hash(_KEY_VERSION, facts))

    def identify(self, article: Article | ArticleError, source: str) -> Entry:
        """Returns the article with its keys; one that cannot be read has a key of its source.

        Example:
            >>> setup = Setup.of(Settings())
            >>> first = setup.identify(Article(text="Rain fell.", id="a"), "a.txt")
            >>> again = setup.identify(Article(text="Rain fell.", id="b"), "b.txt")
            >>> first.content == again.content, first.key == again.key
            (True, False)
        """
        if isinstance(article, ArticleError):
            key = _hash("unreadable", source, str(article))[:_HEX]
            # A path may hold bytes that are no UTF-8, and no id can.
            name = source.encode("utf-8", "backslashreplace").decode() or "unknown"
            return Entry(key, key, Article(text="", id=name), source, str(article))
        published = article.published.isoformat() if article.published else None
        content = _hash(
            self.sha256, hash_text(article.text), article.title, published, article.language
        )[:_HEX]
        return Entry(_hash(content, article.id)[:_HEX], content, article, source)


def find_changes(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Returns what differs between the facts of two set-ups, in words.

    Example:
        >>> find_changes({"model": "embedded"}, {"model": "openai/gpt-4.1"})
        ['model was embedded and is openai/gpt-4.1']
    """
    return [
        f"{name} was {_show(before.get(name))} and is {_show(now.get(name))}"
        for name in sorted(before.keys() | now.keys())
        if before.get(name) != now.get(name)
    ]


def _describe_questions(settings: Settings) -> dict[str, Any]:
    words = load_words(settings)
    prompts = {"article": words.article, "repair": words.repair, "merge": words.merge}
    temperature = settings.temperature
    return {
        "fallbacks": list(settings.fallbacks),
        "mode": settings.mode,
        "prompt": words.article.id,
        "prompts": {name: one.sha256[:12] for name, one in prompts.items() if one is not None},
        "schema": words.schema_sha256[:12],
        "output_language": settings.output_language,
        "chunk_tokens": settings.chunk_tokens,
        "temperature": None if temperature is None else float(temperature),
        "seed": settings.seed,
        "max_output_tokens": settings.max_output_tokens,
    }


def _hash(*parts: object) -> str:
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _show(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
