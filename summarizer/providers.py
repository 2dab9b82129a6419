"""Who answers behind `provider/model`: the address, and the variable its key stands in.

Every provider here speaks the OpenAI chat API. `base_url` points any of them, or a server of
your own, somewhere else; the names are those that instructor uses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.errors import ConfigError, list_choices


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider.

    Attributes:
        name: what stands before the slash.
        base_url: where it answers; None where everybody has an address of his own.
        key_variable: the environment variable its key is usually kept in; None when it asks for
            no key.
        limit_name: what it calls the largest number of tokens an answer may have.
    """

    name: str
    base_url: str | None
    key_variable: str | None
    limit_name: str = "max_tokens"


PROVIDERS = {
    one.name: one
    for one in (
        Provider("openai", "https://api.openai.com/v1", "OPENAI_API_KEY", "max_completion_tokens"),
        Provider("azure", None, "AZURE_OPENAI_API_KEY", "max_completion_tokens"),
        Provider("openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
        Provider("groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY"),
        Provider("together", "https://api.together.xyz/v1", "TOGETHER_API_KEY"),
        Provider("fireworks", "https://api.fireworks.ai/inference/v1", "FIREWORKS_API_KEY"),
        Provider("deepseek", "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY"),
        Provider("mistral", "https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
        Provider("cerebras", "https://api.cerebras.ai/v1", "CEREBRAS_API_KEY"),
        Provider("ollama", "http://127.0.0.1:11434/v1", None),
    )
}


def split_model(model: str) -> tuple[Provider, str]:
    """Returns the provider and the model's own name of `provider/model`.

    Raises:
        ConfigError: the name has no provider, or one that is not known.

    Example:
        >>> provider, name = split_model("openrouter/meta-llama/llama-3.3-70b-instruct")
        >>> provider.base_url, name
        ('https://openrouter.ai/api/v1', 'meta-llama/llama-3.3-70b-instruct')
    """
    known, _, name = model.partition("/")
    if known not in PROVIDERS or not name:
        raise ConfigError(
            f"{list_choices('model', model, ('embedded', *(f'{one}/…' for one in PROVIDERS)))}; "
            "for a server of your own give openai/NAME and --base-url"
        )
    return PROVIDERS[known], name


_RESPONSES_ONLY = re.compile(
    r"(?:gpt-|o)[0-9.]+(?:-mini)?-(?:pro|codex(?:-max|-mini)?|deep-research)(?:-[0-9-]+)?"
)
"""OpenAI's models that its chat API does not have, as of November 2026: by the list of models that
the litellm package carries (version 1.110.2), all with one of these endings."""


def needs_responses(model: str) -> bool:
    """Returns whether OpenAI offers a model through its Responses API alone.

    Example:
        >>> needs_responses("o3-pro-2025-06-10"), needs_responses("gpt-4.1-mini")
        (True, False)
    """
    return _RESPONSES_ONLY.fullmatch(model) is not None
