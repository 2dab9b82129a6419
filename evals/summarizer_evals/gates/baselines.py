"""Baselines: what a suite scored when somebody last said that this is how it should be."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from summarizer_evals.errors import BaselineError
from summarizer_evals.files import write_whole
from summarizer_evals.gates.outlines import Outline
from summarizer_evals.runs.records import Lane
from summarizer_evals.scores import CaseStatus, Tally
from summarizer_schemas.base import Record


class BaselineCase(Record):
    """One case, its counts averaged over epochs."""

    status: CaseStatus
    counts: dict[str, Tally]
    epochs: tuple[dict[str, Tally], ...] = ()
    """Counts of each epoch, where there was more than one."""
    slices: dict[str, str] = Field(default_factory=dict[str, str])
    violations: tuple[str, ...] = ()
    outline: Outline
    wall_s: float = 0.0


class Blessing(Record):
    """Who moved the baseline, when and why."""

    at: datetime
    reason: str
    git: str | None = None
    changes: dict[str, tuple[float | None, float | None]] = Field(
        default_factory=dict[str, "tuple[float | None, float | None]"]
    )
    """Primary metric -> value before, value after."""


class Baseline(Record):
    """All that a run of a suite is compared with."""

    format: Literal["baseline/1"] = "baseline/1"
    suite: str
    model: str
    lane: Lane
    gold_sha256: str
    signatures: dict[str, str]
    """Metric -> what its value hangs on."""
    noise: dict[str, float] = Field(default_factory=dict[str, float])
    """Metric -> standard deviation of its value over epochs."""
    cost_usd: float | None = None
    history: tuple[Blessing, ...]
    """The newest first."""
    cases: dict[str, BaselineCase]


def name_baseline(suite: str, model: str) -> str:
    """Returns the file name of a baseline.

    Example:
        >>> name_baseline("core", "openai/gpt-4.1-mini")
        'core@openai-gpt-4.1-mini.json'
    """
    safe = "".join(one if one.isalnum() or one in "._-" else "-" for one in model)
    return f"{suite}@{safe}.json"


def read_baseline(path: Path) -> Baseline:
    """Returns a baseline.

    Raises:
        BaselineError: there is none, or it cannot be read.
    """
    try:
        data = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise BaselineError(
            f"there is no baseline {path}; make one with `summarizer eval bless RUN --reason ...`"
        ) from None
    except (OSError, ValueError) as error:
        raise BaselineError(f"baseline {path} cannot be read: {type(error).__name__}") from None
    try:
        return Baseline.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(str(one) for one in first["loc"])
        raise BaselineError(
            f"baseline {path} is of another form ({where}: {first['msg']}); bless a run anew"
        ) from None


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Writes a baseline, whole or not at all, with one line for each case."""
    data = baseline.model_dump(mode="json")
    cases = data.pop("cases")
    head = json.dumps(data, ensure_ascii=False, indent=1)[:-2]
    lines = ",\n".join(
        f"  {json.dumps(name)}: {json.dumps(case, ensure_ascii=False)}"
        for name, case in sorted(cases.items())
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, f'{head},\n "cases": {{\n{lines}\n }}\n}}\n')
