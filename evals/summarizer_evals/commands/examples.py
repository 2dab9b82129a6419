"""Examples of each command of `summarizer eval`, for its help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from summarizer.cli_options import write_help

_EXAMPLES: Mapping[str, Sequence[str]] = {
    "lint": (
        "summarizer eval lint evals/gold",
        "summarizer eval lint evals/gold/state-visit-and-phone-call --fix",
    ),
    "import": (
        "summarizer eval import label-studio export.json --into gold",
        "summarizer eval import doccano export.jsonl --into gold --mapping labels.yaml",
    ),
    "harvest": (
        "summarizer eval harvest news.jsonl --into gold",
        "summarizer eval harvest a.html b.html --into gold --force",
    ),
    "run": (
        "summarizer eval run --suite core",
        "summarizer eval run --suite core --only state-visit-and-phone-call",
        "summarizer eval run --gold gold --model embedded",
        "summarizer eval run --suite model --live --epochs 3 --max-cost-usd 2",
    ),
    "record": (
        "summarizer eval record --suite model --max-cost-usd 2",
        "summarizer eval record --suite model --out runs/model --only state-visit-and-phone-call",
    ),
    "score": (
        "summarizer eval score",
        "summarizer eval score evals/runs/core --rouge",
    ),
    "compare": (
        "summarizer eval compare --suite core",
        "summarizer eval compare evals/runs/core --html",
    ),
    "gate": (
        "summarizer eval gate --suite core",
        "summarizer eval gate --html --junit --md",
    ),
    "bless": (
        'summarizer eval bless --reason "first baseline"',
        'summarizer eval bless evals/runs/core --reason "dates of weekdays are found"',
    ),
    "explain": (
        "summarizer eval explain state-visit-and-phone-call",
        "summarizer eval explain state-visit-and-phone-call --run evals/runs/core",
    ),
    "judge": (
        "summarizer eval judge --model openai/gpt-4.1-mini --max-cost-usd 1",
        "summarizer eval judge",
    ),
    "calibrate": (
        "summarizer eval calibrate labels.jsonl --model openai/gpt-4.1-mini --repeats 3",
        "summarizer eval calibrate labels.jsonl --model openai/gpt-4.1-mini --replay judge.db",
    ),
}


def add_examples(command: str, about: str | None) -> str:
    """Returns the help of a command: what it does, and examples.

    Example:
        >>> "summarizer eval gate --suite core" in add_examples("gate", "Say whether it may pass.")
        True
    """
    exits = "eval" if command in {"run", "gate"} else None
    return write_help(about or "", *_EXAMPLES[command], exits=exits)
