"""`summarizer estimate`: what a batch would take, before anything is sent."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli_options import (
    AsJson,
    Asking,
    Concurrency,
    Copies,
    Encoding,
    Gazetteer,
    Inputs,
    Processes,
    Quiet,
    RequestsPerMinute,
    TokensPerMinute,
    exit_with_help,
    print_text,
    unfold_options,
    write_help,
)
from summarizer.errors import ConfigError, list_choices

if TYPE_CHECKING:
    from summarizer.batch.inputs import Read

LATENCY_S = 30.0
"""What the 2,756 tokens of an average answer (`batch.estimate`) take at 90 a second."""


HELP = write_help(
    """Tell what a batch would take: questions, tokens, money, time.

    Nothing is sent.""",
    "summarizer estimate news/ --model openai/gpt-4.1-mini",
    "summarizer estimate news/ more.jsonl --model openai/gpt-4.1-mini --concurrency 64 --json",
    exits="estimate",
)


@unfold_options
def estimate(  # noqa: PLR0913 - each option of the command is an argument here
    ctx: typer.Context,
    inputs: Inputs = None,
    *,
    asking: Asking,
    concurrency: Concurrency = None,
    processes: Processes = None,
    latency_s: Annotated[
        float, typer.Option(metavar="SECONDS", help="How long one answer takes.")
    ] = LATENCY_S,
    requests_per_minute: RequestsPerMinute = None,
    tokens_per_minute: TokensPerMinute = None,
    copies: Copies = None,
    gazetteer: Gazetteer = None,
    encoding: Encoding = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Tell what a batch would take; nothing is sent."""
    if not inputs:
        exit_with_help(ctx)
    if copies not in (None, "reuse", "ask"):
        raise ConfigError(list_choices("copies", copies, ("reuse", "ask")))
    from summarizer.batch.estimate import estimate as find_out
    from summarizer.batch.estimate import render_estimate
    from summarizer.batch.inputs import open_inputs
    from summarizer.batch.lanes import count_cores
    from summarizer.batch.planning import CONCURRENCY
    from summarizer.batch_copies import CopyFinder

    settings = asking.make_settings(
        requests_per_minute=requests_per_minute,
        tokens_per_minute=tokens_per_minute,
        gazetteer=gazetteer,
    )
    asks = not settings.is_embedded
    reuses = (copies or ("reuse" if asks else "ask")) == "reuse"
    given, usual = (concurrency, CONCURRENCY) if asks else (processes, count_cores())
    reads = open_inputs(inputs, encoding=encoding, max_chars=settings.max_chars)
    found = find_out(
        _show_reading(reads, inputs, shown=not quiet and sys.stderr.isatty()),
        settings,
        concurrency=usual if given is None else given,
        latency_s=latency_s,
        is_copy=CopyFinder().has_seen if reuses else None,
    )
    print_text(json.dumps(found.to_dict()) + "\n" if as_json else render_estimate(found))


def _show_reading(reads: Iterable[Read], inputs: list[str], *, shown: bool) -> Iterable[Read]:
    """Yields the articles; where somebody watches, a bar on stderr shows them go by."""
    if not shown:
        return reads
    from summarizer.batch.inputs import count_articles
    from summarizer.batch_view import draw_reading

    return draw_reading(reads, total=count_articles(inputs))
