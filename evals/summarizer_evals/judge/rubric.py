"""What a judge is: words, form, model and how it is asked; another of these is another judge."""

from __future__ import annotations

import hashlib
import json

from pydantic import Field

from summarizer.prompts import Prompt, load_prompt
from summarizer.settings import Settings
from summarizer_evals.errors import SuiteError
from summarizer_evals.judge.verdicts import Verdict
from summarizer_schemas.base import Record
from summarizer_schemas.strict import hash_schema

PROMPT = "judge/v1"
_SHORT = 12


class Rubric(Record):
    """The identity of a judge."""

    prompt: str
    prompt_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    schema_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    model: str
    """`provider/model`."""
    fallbacks: tuple[str, ...] = ()
    """Models that may answer instead."""
    mode: str = "auto"
    temperature: float | None = None

    @property
    def sha256(self) -> str:
        """The hash of all of it: what a calibration is bound to.

        Example:
            >>> first = Rubric(
            ...     prompt="judge/v1", prompt_sha256="0" * 64, schema_sha256="1" * 64, model="a/b"
            ... )
            >>> first.short, first.sha256 == first.model_copy(update={"model": "a/c"}).sha256
            ('4f9b2bd047ab', False)
        """
        words = json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(words.encode()).hexdigest()

    @property
    def short(self) -> str:
        """The first 12 digits, for people."""
        return self.sha256[:_SHORT]


def make_rubric(settings: Settings, prompt: Prompt) -> Rubric:
    """Returns the identity of the judge that these settings and this prompt make.

    Raises:
        SuiteError: the embedded engine is to judge.
    """
    if "embedded" in (settings.model, *settings.fallbacks):
        raise SuiteError("the embedded engine cannot judge; name a language model")
    temperature = settings.temperature
    return Rubric(
        prompt=prompt.id,
        prompt_sha256=prompt.sha256,
        schema_sha256=hash_schema(Verdict),
        model=settings.model,
        fallbacks=settings.fallbacks,
        mode=settings.mode,
        temperature=None if temperature is None else float(temperature),
    )


def load_judge(settings: Settings, prompt_id: str = PROMPT) -> tuple[Prompt, Rubric]:
    """Returns the words and the identity of a judge.

    Args:
        settings: which model, and how it is asked; `prompt` is the summarizer's and not used.
        prompt_id: the rubric in words; one in the settings' `prompt_folder` takes its place.

    Raises:
        SuiteError: the embedded engine is to judge.
        ConfigError: the prompt cannot be used.
    """
    prompt = load_prompt(prompt_id, settings.prompt_folder)
    return prompt, make_rubric(settings, prompt)
