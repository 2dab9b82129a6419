"""What a run leaves behind: one line for what was asked, one for each output, one at the end."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from summarizer_schemas.base import Record
from summarizer_schemas.result import Result

Lane = Literal["embedded", "replay", "record", "live"]
"""`embedded`: no model. `replay`: a model's recorded answers: tells whether the code still does
the same, not whether the model is good. `record`: asks the model and keeps its answers. `live`:
asks the model."""

DETERMINISTIC: tuple[Lane, ...] = ("embedded", "replay")
"""Lanes that give the same outputs for the same code."""

Stop = Literal["budget", "interrupted"]


class RunHeader(Record):
    """What was asked for; a run is resumed only with the same."""

    format: Literal["run/1"] = "run/1"
    suite: str
    lane: Lane
    model: str
    options: dict[str, Any] = Field(default_factory=dict[str, Any])
    """Settings that differ from their defaults; never a key."""
    epochs: int = 1
    cases: tuple[str, ...]
    """Ids of all cases that are asked for."""
    is_full: bool = True
    """Whether these are all cases of the suite; else the run cannot become a baseline."""
    gold_sha256: str
    library_version: str
    git: str | None = None
    """Commit of the code, with `+` when files differ from it."""
    started_at: datetime
    command: str = ""
    """What makes this run again."""

    @property
    def fingerprint(self) -> dict[str, Any]:
        """What must be equal for outputs of two starts to stand in one run."""
        return self.model_dump(
            mode="json", include={"suite", "lane", "model", "options", "gold_sha256", "format"}
        )


class Output(Record):
    """What became of one case in one epoch: a result, or why there is none."""

    case: str
    epoch: int = 1
    result: Result | None = None
    crash: str | None = None
    """Type and message of an exception; null when there is a result."""


class RunEnd(Record):
    """How a run ended."""

    finished_at: datetime
    stopped: Stop | None = None
    wall_s: float = 0.0


class Run(Record):
    """A run as it stands on the disk."""

    header: RunHeader
    outputs: tuple[Output, ...] = ()
    end: RunEnd | None = None
