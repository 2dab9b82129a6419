"""`summarizer batch INPUT... OUT`: from what is given to how it ends.

What the command needs is imported where it is used: start-up is measured.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summarizer.cli_options import (
    FORMATS,
    Asking,
    Concurrency,
    Copies,
    Encoding,
    Gazetteer,
    InputsAndOut,
    Ledger,
    MaxCostUsd,
    OutputFormat,
    Processes,
    Quiet,
    RequestsPerMinute,
    Storing,
    TokensPerMinute,
    exit_with_help,
    unfold_options,
)
from summarizer.cli_values import offer
from summarizer.errors import ConfigError, SummarizerError, list_choices
from summarizer.exits import Code

if TYPE_CHECKING:
    from summarizer.batch import BatchOptions, Report
    from summarizer.batch.progress import Watcher
    from summarizer.batch_log import JsonLog
    from summarizer.settings import Settings

ENGINES = ("local", "ray")
EXIT_CODES = {
    "interrupt": Code.INTERRUPTED,
    "time": Code.LIMIT,
    "money": Code.LIMIT,
    "provider": Code.UNAVAILABLE,
}
"""By the reason why a run stopped."""

_NUMBER = r"(\d+(?:\.\d*)?|\.\d+)"
_DURATION = re.compile(rf"(?:{_NUMBER}d)?(?:{_NUMBER}h)?(?:{_NUMBER}m)?(?:{_NUMBER}s?)?")


@unfold_options
def run(  # noqa: PLR0913 - each option of the command is an argument here
    ctx: typer.Context,
    paths: InputsAndOut = None,
    *,
    asking: Asking,
    max_cost_usd: MaxCostUsd = None,
    max_time: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="Begin no article later than this: 90, 30m, 2h."),
    ] = None,
    concurrency: Concurrency = None,
    processes: Processes = None,
    requests_per_minute: RequestsPerMinute = None,
    tokens_per_minute: TokensPerMinute = None,
    copies: Copies = None,
    storing: Storing,
    gazetteer: Gazetteer = None,
    output_format: OutputFormat = "jsonl",
    encoding: Encoding = None,
    ledger: Ledger = None,
    lease_s: Annotated[
        float | None,
        typer.Option(
            metavar="SECONDS",
            show_default=False,
            help="Others take over from a machine that is silent for so long; 60.",
        ),
    ] = None,
    engine: Annotated[
        str,
        typer.Option(
            metavar="|".join(ENGINES),
            help="What runs it; ray: --processes actors.",
            autocompletion=offer(*ENGINES),
        ),
    ] = "local",
    ray_address: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Of a Ray cluster; else Ray is started here."),
    ] = None,
    quiet: Quiet = False,
    json_log: Annotated[
        bool, typer.Option("--json-log", help="Progress as JSON, one object a line, on stderr.")
    ] = False,
) -> None:
    """Summarize articles into a folder, or go on with it."""
    if not paths:
        exit_with_help(ctx.parent or ctx)
    if quiet and json_log:
        raise ConfigError("--quiet and --json-log exclude each other")
    log = _open_log() if json_log else None
    with _logging_errors(log):
        inputs, out = split_paths(paths)
        settings = asking.make_settings(
            max_cost_usd=max_cost_usd,
            requests_per_minute=requests_per_minute,
            tokens_per_minute=tokens_per_minute,
            gazetteer=gazetteer,
            **storing.choose_store(),
        )
        options = make_options(
            concurrency=concurrency,
            processes=processes,
            ledger=ledger,
            lease_s=lease_s,
            max_time_s=None if max_time is None else parse_duration(max_time),
            copies=copies,
            output_format=output_format,
            encoding=encoding,
        )
        runner = _choose_runner(engine, ray_address, options)
        _run(inputs, out, settings, options, runner=runner, shown=not quiet, log=log)


# ---- a run, and who watches it ----


def _choose_runner(
    engine: str, address: str | None, options: BatchOptions
) -> Callable[..., Report]:
    """Returns what runs a batch."""
    if engine not in ENGINES:
        raise ConfigError(list_choices("engine", engine, ENGINES))
    if engine == "ray":
        from summarizer.batch.ray_data import run_on_ray

        return partial(run_on_ray, actors=options.processes, address=address)
    if address is not None:
        raise ConfigError("--ray-address is for --engine ray")
    from summarizer.batch import run

    return run


def _run(
    inputs: list[str],
    out: str,
    settings: Settings,
    options: BatchOptions,
    *,
    runner: Callable[..., Report],
    shown: bool,
    log: JsonLog | None,
) -> None:
    """Runs a batch, tells how it ended, and exits as it did."""
    from asyncio import CancelledError

    try:
        with _watching(out, settings, options, shown=shown, log=log) as watch:
            report = runner(inputs, out, settings=settings, options=options, watch=watch)
    except (KeyboardInterrupt, CancelledError):
        if log is not None:
            log.write("end", state="stopped", reason="interrupt", exit_code=Code.INTERRUPTED)
        elif shown:
            typer.echo(
                "interrupted; what was under way is begun anew by the same command", err=True
            )
        raise typer.Exit(Code.INTERRUPTED) from None
    code = choose_exit_code(report)
    if log is not None:
        log.end(report, exit_code=code)
    elif shown:
        _tell_end(report)
    raise typer.Exit(code)


def choose_exit_code(report: Report) -> int:
    """Returns how the command ends: by why it stopped, else by whether there are failures."""
    if report.reason is not None:
        return EXIT_CODES[report.reason]
    return Code.FAILED if report.counts.dead else Code.OK


def _tell_end(report: Report) -> None:
    from summarizer.batch.manifest import read_manifest
    from summarizer.batch_summary import describe_end

    manifest = read_manifest(report.folder)
    if manifest is not None:
        typer.echo(describe_end(report, manifest), err=True, nl=False)


@contextmanager
def _watching(
    out: str, settings: Settings, options: BatchOptions, *, shown: bool, log: JsonLog | None
) -> Generator[Watcher]:
    """Yields who is told of progress: a log, a terminal, or nobody."""
    if log is not None:
        yield log.watch
    elif shown and sys.stderr.isatty():
        from summarizer.batch_view import draw_progress

        cap_usd = None if settings.is_embedded else settings.max_cost_usd
        before_usd = _find_spent(out, options.ledger) if cap_usd else 0.0
        with draw_progress(cap_usd=cap_usd, spent_before_usd=before_usd) as watch:
            yield watch
    else:
        from summarizer.batch.progress import ignore

        yield ignore


def _find_spent(out: str, ledger: str | None) -> float:
    """Returns what earlier runs of a batch spent; where there is none yet, nothing."""
    from summarizer.batch import read_status

    try:
        return read_status(out, ledger=ledger).counts.spent_usd
    except ConfigError:  # the run says so itself
        return 0.0


def _open_log() -> JsonLog:
    from summarizer.batch_log import JsonLog

    return JsonLog(sys.stderr)


@contextmanager
def _logging_errors(log: JsonLog | None) -> Generator[None]:
    """Writes an error into the log, where there is one: all lines of it are JSON."""
    try:
        yield
    except SummarizerError as error:
        if log is None:
            raise
        log.write("error", message=str(error), exit_code=Code.WRONG_USE)
        raise typer.Exit(Code.WRONG_USE) from None


# ---- what is given ----


def split_paths(paths: list[str]) -> tuple[list[str], str]:
    """Returns the inputs and OUT, which comes last, as with `cp`.

    Raises:
        ConfigError: one of them is missing.

    Example:
        >>> split_paths(["news", "more.jsonl", "out"])
        (['news', 'more.jsonl'], 'out')
    """
    if len(paths) < 2:
        raise ConfigError(f"only {paths[0]} is given; give INPUT... and OUT, the folder of results")
    *inputs, out = paths
    if out == "-":
        raise ConfigError("OUT is -, but results go into a folder; name one")
    return inputs, out


def parse_duration(written: str) -> float:
    """Returns a time in seconds.

    Raises:
        ConfigError: it is written in another way.

    Example:
        >>> [parse_duration(one) for one in ("90", "30m", "2h", "1h30m", "0.5s")]
        [90.0, 1800.0, 7200.0, 5400.0, 0.5]
    """
    parts = _DURATION.fullmatch(written.strip().lower())
    seconds = 0.0
    if parts is not None:
        units = (86_400, 3_600, 60, 1)
        seconds = sum(
            float(one) * unit for one, unit in zip(parts.groups(), units, strict=True) if one
        )
    if seconds <= 0:
        raise ConfigError(f"--max-time is {written!r}; give seconds, or a time like 90s, 30m, 2h")
    return seconds


def make_options(*, output_format: str, lease_s: float | None = None, **given: Any) -> BatchOptions:
    """Returns the options of a batch.

    Raises:
        ConfigError: a value is unknown or out of range.
    """
    from summarizer.batch import BatchOptions

    if output_format not in FORMATS:
        raise ConfigError(list_choices("format", output_format, FORMATS))
    if lease_s is not None:
        given["lease_s"] = lease_s
    chosen: Any = output_format
    return BatchOptions(output_format=chosen, **given)
