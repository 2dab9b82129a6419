"""What stops an eval before it begins, each with the exit code that tells it apart.

SummarizerError
└── EvalError            base; exit code 2
    ├── GoldError        gold cannot be read
    ├── SuiteError       evals.toml, or an option, cannot be
    ├── RunError         a run's folder cannot be read, or belongs to another set-up
    └── BaselineError    there is no baseline, or it is of other gold or other metrics; exit code 4

What goes wrong with one article is a value in the run, not an error.
"""

from __future__ import annotations

from typing import ClassVar

from summarizer.errors import SummarizerError

__all__ = ["BaselineError", "EvalError", "GoldError", "RunError", "SuiteError"]


class EvalError(SummarizerError):
    """The caller asked for something that cannot be measured."""

    exit_code: ClassVar[int] = 2


class GoldError(EvalError):
    """Gold cannot be read; `summarizer eval lint` lists all that is wrong with it."""


class SuiteError(EvalError):
    """A suite of `evals.toml` is unknown, or one of its values cannot be."""


class RunError(EvalError):
    """A run cannot be read, or was made with another set-up than the one asked for."""


class BaselineError(EvalError):
    """There is nothing to compare with, or what there is cannot be compared."""

    exit_code: ClassVar[int] = 4
