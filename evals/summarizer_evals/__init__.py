"""The eval harness: measures what is found against annotated articles, and guards it in CI.

    scored = evaluate(my_pipeline, "evals/gold")     any function: Article -> Result
    verdict = check_suite("core")                    a suite of evals.toml beside its baseline

The command is `summarizer eval`. Names are loaded when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer_evals.evaluation import aevaluate, check_suite, evaluate
    from summarizer_evals.gates.records import Verdict
    from summarizer_evals.gold.reading import Case, read_case, read_cases
    from summarizer_evals.gold.records import Gold
    from summarizer_evals.metrics.scoring import score_case
    from summarizer_evals.runs.scored import Scored
    from summarizer_evals.scores import CaseScore, Tally

_ROOM_OF = {
    "CaseScore": "summarizer_evals.scores",
    "Case": "summarizer_evals.gold.reading",
    "Gold": "summarizer_evals.gold.records",
    "Scored": "summarizer_evals.runs.scored",
    "Tally": "summarizer_evals.scores",
    "Verdict": "summarizer_evals.gates.records",
    "aevaluate": "summarizer_evals.evaluation",
    "check_suite": "summarizer_evals.evaluation",
    "evaluate": "summarizer_evals.evaluation",
    "read_case": "summarizer_evals.gold.reading",
    "read_cases": "summarizer_evals.gold.reading",
    "score_case": "summarizer_evals.metrics.scoring",
}

__all__ = [
    "Case",
    "CaseScore",
    "Gold",
    "Scored",
    "Tally",
    "Verdict",
    "aevaluate",
    "check_suite",
    "evaluate",
    "read_case",
    "read_cases",
    "score_case",
]


def __getattr__(name: str) -> object:
    if name not in _ROOM_OF:
        raise AttributeError(f"module 'summarizer_evals' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_ROOM_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
