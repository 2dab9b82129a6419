"""What of a request decides its answer, and the key made from that."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from summarizer.engines.base import Job, Request
from summarizer.engines.forms import load_form
from summarizer.prompts import Message
from summarizer.settings import Settings

KEY_VERSION = 1
"""Goes into every key; raised when the same request is to have another key."""


@dataclass(frozen=True)
class Question:
    """A request as it is kept: all that decides the answer, and what it was about.

    Neither the address nor the key of a provider is part of it: the same model behind a gateway
    gives the same answers.

    Attributes:
        messages: what the model is sent.
        schema_name: what the form of the answer is called.
        schema_sha256: hash of the strict schema.
        model: `provider/model`, as the settings name it.
        mode: the mode the settings ask for.
        parameters: temperature, seed, max_output_tokens, and the models asked when the first
            one fails.
        job: what is asked for; not part of the key, the messages say it.
        article_id: which article it is about; not part of the key.
        prompt: id of the prompt; not part of the key.
    """

    messages: tuple[Message, ...]
    schema_name: str
    schema_sha256: str
    model: str
    mode: str
    parameters: dict[str, Any]
    job: Job
    article_id: str | None
    prompt: str | None

    @classmethod
    def of(cls, request: Request, settings: Settings) -> Question:
        """Returns what is kept of a request under these settings."""
        form = load_form(request.schema)
        temperature = settings.temperature
        return cls(
            messages=request.messages,
            schema_name=form.name,
            schema_sha256=form.sha256,
            model=settings.model,
            mode=settings.mode,
            parameters={
                "temperature": None if temperature is None else float(temperature),
                "seed": settings.seed,
                "max_output_tokens": settings.max_output_tokens,
                "fallbacks": list(settings.fallbacks),
            },
            job=request.job,
            article_id=request.article_id,
            prompt=request.prompt,
        )

    @cached_property
    def key(self) -> str:
        """The sha256, in hex, of the canonical JSON of all that decides the answer."""
        decisive = {
            "v": KEY_VERSION,
            "messages": [[one.role, one.content] for one in self.messages],
            "schema": self.schema_sha256,
            "model": self.model,
            "mode": self.mode,
            **self.parameters,
        }
        text = json.dumps(decisive, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("ascii")).hexdigest()


def hash_request(request: Request, settings: Settings) -> str:
    """Returns the key under which the answer to a request is kept.

    Example:
        >>> from summarizer.textmap import TextMap
        >>> request = Request(TextMap("Rain fell."), messages=(Message("user", "Rain fell."),))
        >>> settings = Settings(model="openai/gpt-4.1-mini")
        >>> key = hash_request(request, settings)
        >>> moved = Settings(model="openai/gpt-4.1-mini", base_url="http://127.0.0.1:1/v1")
        >>> len(key), hash_request(request, moved) == key
        (64, True)
    """
    return Question.of(request, settings).key
