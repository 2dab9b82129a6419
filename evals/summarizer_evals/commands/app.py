"""The group `summarizer eval`: its help, its exit codes, and where its commands are."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from summarizer.exits import Code, describe_exits
from summarizer.output import report
from summarizer_evals.errors import EvalError

EXTRA = "pip install 'structured-summarizer[evals]'"
_OF_THE_EXTRA = frozenset(
    {"junitparser", "krippendorff", "numpy", "rouge_score", "scipy", "snowballstemmer", "tomli"}
)
_HELP = f"""Measure results against annotated articles, and stop changes that make them worse.

\b
Examples; the first steps need no key and no network:
  summarizer eval lint evals/gold
  summarizer eval run --suite core
  summarizer eval bless --reason "first baseline"
\b
On every change:
  summarizer eval run --suite core
  summarizer eval gate --html --junit --md
\b
With a language model:
  summarizer eval record --suite model --max-cost-usd 2   asks it, keeps its answers
  summarizer eval run --suite model                       replays them: no key, no network
  summarizer eval run --suite model --live --epochs 3     asks it again
\b
RUN is the folder of a run; without it, the newest one. docs/ci.md has a workflow to copy.

\b
{describe_exits("eval")}
"""


class EvalCommands(TyperGroup):
    """Commands whose errors end in the exit code of their kind."""

    def invoke(self, ctx: Any) -> Any:
        """Runs the chosen command."""
        try:
            return super().invoke(ctx)
        except EvalError as error:
            report(str(error))
            raise typer.Exit(error.exit_code) from None
        except ModuleNotFoundError as error:
            if error.name is None or error.name.partition(".")[0] not in _OF_THE_EXTRA:
                raise
            report(f"evals need {error.name}, which is not installed; {EXTRA}")
            raise typer.Exit(Code.WRONG_USE) from None


app = typer.Typer(
    cls=EvalCommands,
    help=_HELP,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


@app.callback()
def start() -> None:
    """Measures results against annotated articles."""


start.__doc__ = _HELP
