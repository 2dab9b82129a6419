"""`summarizer doctor`: what works here, and what to do about the rest."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli_options import (
    AsJson,
    Asking,
    Quiet,
    print_text,
    unfold_options,
    write_help,
)
from summarizer.errors import ConfigError
from summarizer.exits import Code

if TYPE_CHECKING:
    from summarizer.doctor import Check, Report
    from summarizer.settings import Settings

HELP = write_help(
    """Look whether everything works here: installation, settings, engine, model.

    Each check says what was seen, and the command that mends it. A model is asked about one
    sentence, in each mode once; how many questions that takes is told before the first.""",
    "summarizer doctor",
    "summarizer doctor --model openai/gpt-4.1-mini --max-cost-usd 0.02",
    "summarizer doctor --model openai/NAME --base-url http://127.0.0.1:8080/v1 --mode tools",
    "summarizer doctor --model ollama/qwen3 --no-ask",
    "summarizer doctor --json",
    exits="doctor",
)


@unfold_options
def doctor(
    *,
    asking: Asking,
    max_cost_usd: Annotated[
        float | None,
        typer.Option(metavar="USD", show_default=False, help="Stop before more is spent; 0.05."),
    ] = None,
    ask: Annotated[
        bool, typer.Option("--ask/--no-ask", help="Ask the model, or only look for it.")
    ] = True,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Looks whether everything works here."""
    from summarizer.doctor import examine

    settings = _find_settings(asking, max_cost_usd)
    report = _show(
        partial(examine, settings, ask=ask, cap_usd=max_cost_usd), quiet=quiet, as_json=as_json
    )
    raise typer.Exit(Code.OK if report.is_usable else Code.FAILED)


def _find_settings(asking: Asking, max_cost_usd: float | None) -> Settings | None:
    """Returns the settings; None where the environment is at fault, which is a finding."""
    from summarizer.settings import Settings

    try:
        return asking.make_settings(max_cost_usd=max_cost_usd)
    except ConfigError:
        try:
            Settings.from_env()
        except ConfigError:
            return None
        raise


def _show(examine: Callable[..., Report], *, quiet: bool, as_json: bool) -> Report:
    """Examines everything, and shows it as it goes."""
    from summarizer.doctor_view import Progress, Sheet
    from summarizer.output import open_output

    encoding = sys.stdout.encoding
    with Progress(shown=not quiet and sys.stderr.isatty()) as progress:
        if as_json:
            report = examine(encoding=encoding, tell=progress.tell)
            progress.stop()
            print_text(json.dumps(report.to_dict()) + "\n")
            return report
        with open_output("-", (), utf8=False) as stream:
            sheet = Sheet(stream)

            def show(check: Check) -> None:
                progress.stop()
                sheet.add(check)

            report = examine(encoding=encoding, take=show, tell=progress.tell)
            sheet.end(report)
    return report
