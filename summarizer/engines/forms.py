"""The form of an answer: a schema made strict once, and what it adds to every question."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from summarizer.engines.base import Request
from summarizer.errors import ConfigError
from summarizer.tokens import estimate_tokens
from summarizer_schemas.strict import to_strict_schema

_MESSAGE_TOKENS = 4
"""What a message needs beside its words: its role and its borders."""


@dataclass(frozen=True, slots=True)
class Form:
    """The schema an answer must fit, as it goes over the wire.

    Attributes:
        name: what the model sees it called.
        schema: strict JSON schema; nobody may change it.
        sha256: hash of that schema.
        text: that schema as JSON, without blanks.
        tokens: how many tokens it has, estimated.
    """

    name: str
    schema: dict[str, Any] = field(hash=False)
    sha256: str
    text: str = field(repr=False)
    tokens: int


@lru_cache(maxsize=256)
def load_form(model: type[BaseModel]) -> Form:
    """Returns the form of a model class; made once.

    Raises:
        ConfigError: the class has no strict form; the message names the field.

    Example:
        >>> from summarizer_schemas.wire import WireReply
        >>> load_form(WireReply).name
        'WireReply'
    """
    schema = _make_strict(model)
    text = json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
    sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    # Names may hold letters, digits, _ and - only; a generic class has brackets.
    name = re.sub(r"[^A-Za-z0-9_-]+", "_", model.__name__)[:64]
    return Form(name, schema, sha256, text, estimate_tokens(text))


def estimate_request(request: Request) -> int:
    """Returns about how many tokens a question has, its form included."""
    words = sum(_MESSAGE_TOKENS + estimate_tokens(one.content) for one in request.messages)
    return words + load_form(request.schema).tokens


def _make_strict(model: type[BaseModel]) -> dict[str, Any]:
    try:
        return to_strict_schema(model)
    except ValueError as error:
        raise ConfigError(f"schema {model.__name__}: {error}") from None
