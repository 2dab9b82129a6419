"""Prompt templates: found by id, complete, and hashed."""

from __future__ import annotations

import pytest

from summarizer.errors import ConfigError
from summarizer.prompts import check_prompt, list_prompts, load_prompt


@pytest.mark.parametrize("prompt_id", list_prompts())
def test_every_prompt_loads_and_declares_what_it_uses(prompt_id: str) -> None:
    """Each file's front matter names it, its schema and exactly its variables."""
    prompt = load_prompt(prompt_id)
    assert prompt.id == prompt_id
    assert prompt.schema == "WireReply"
    assert "article" in prompt.variables
    assert len(prompt.sha256) == 64


@pytest.mark.parametrize("prompt_id", ["article/v99", "", "../README", "article"])
def test_unknown_prompt_lists_those_there_are(prompt_id: str) -> None:
    """A wrong id is answered with the right ones."""
    with pytest.raises(ConfigError, match="choose one of: article/v1"):
        check_prompt(prompt_id)
